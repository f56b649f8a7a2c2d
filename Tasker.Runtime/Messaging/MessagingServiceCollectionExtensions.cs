using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tasker.Data;
using Tasker.Data.Queue;
using Tasker.Runtime.Messaging.RabbitMq;
using Tasker.Runtime.Messaging.Relay;

namespace Tasker.Runtime.Messaging;

/// <summary>Registers what carries messages.</summary>
internal static class MessagingServiceCollectionExtensions
{
    public static void AddMessaging(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MessagingOptions>, MessagingOptionsCheck>());
        services.AddSingleton(s => new QueueStore(s.GetRequiredService<TaskerDataSource>()));
        services.AddSingleton(s => new RelayStore(s.GetRequiredService<TaskerDataSource>()));
        services.AddSingleton(s => s.GetRequiredService<MessagingOptions>().RabbitMq);
        services.AddSingleton<RabbitMqLink>();
        services.AddSingleton<RabbitMqMessageQueue>();
        services.AddSingleton<InMemoryMessageQueue>();
        services.AddSingleton<PostgresMessageQueue>();
        services.AddSingleton<IMessageQueue>(s => s.GetRequiredService<MessagingOptions>().Provider switch
        {
            MessagingProvider.PostgreSql => s.GetRequiredService<PostgresMessageQueue>(),
            MessagingProvider.RabbitMq => s.GetRequiredService<RabbitMqMessageQueue>(),
            MessagingProvider.InMemory => s.GetRequiredService<InMemoryMessageQueue>(),
            var other => throw new UnreachableException($"messaging provider {other}"),
        });
        services.AddSingleton<RelayStats>();
        services.AddSingleton(s => new MessagingStatus(s.GetRequiredService<MessagingOptions>(), s.GetRequiredService<RelayStats>()));
        services.AddSingleton<BrokerRelay>();
        services.AddSingleton<BrokerIntake>();
        services.AddSingleton<StepIntake>();
    }
}
