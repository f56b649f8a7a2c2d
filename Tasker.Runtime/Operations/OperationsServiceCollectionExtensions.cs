using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tasker.Data;
using Tasker.Data.Operators;
using Tasker.Data.Queue;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Operations;

/// <summary>Registers what people may do.</summary>
public static class OperationsServiceCollectionExtensions
{
    /// <summary>
    /// Adds every act as a singleton. Needs a <see cref="TaskerDataSource"/>, an <see cref="IEngineSignals"/> and, unless the system's
    /// clock will do, a <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddTaskerOperations(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OperatorWriter>();
        services.TryAddSingleton<OperatorActs>();
        services.TryAddSingleton<ArchiveStore>();
        return services
            .AddSingleton(s => new ReplayMessage(s.GetRequiredService<ArchiveStore>(), s.GetRequiredService<TimeProvider>()))
            .AddSingleton(s => new RetryStep(s.GetRequiredService<OperatorActs>()))
            .AddSingleton(s => new FailStep(s.GetRequiredService<OperatorActs>()))
            .AddSingleton(s => new ResolveStep(s.GetRequiredService<OperatorActs>()))
            .AddSingleton(s => new CompleteStep(s.GetRequiredService<OperatorActs>()))
            .AddSingleton(s => new CancelTask(s.GetRequiredService<OperatorActs>()))
            .AddSingleton(s => new ResolveTask(s.GetRequiredService<OperatorActs>()))
            .AddSingleton(s => new RetryAllFailed(s.GetRequiredService<OperatorActs>()));
    }
}
