using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Tasker.Runtime.Live;

/// <summary>Registers the live feed.</summary>
public static class LiveServices
{
    /// <summary>Adds the bell, the feed (<see cref="ILiveFeed"/>), the projection and their one reader. Needs a <c>TaskerDataSource</c>; settings are read from <c>Tasker:Live</c>.</summary>
    public static IServiceCollection AddTaskerLive(this IServiceCollection services)
    {
        services.AddOptions<LiveOptions>()
            .BindConfiguration(LiveOptions.Section, o => o.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<LiveOptions>>().Value);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LiveBell>();
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<ILiveFeed>(p => p.GetRequiredService<LiveFeed>());
        services.TryAddSingleton<LiveProjection>();
        services.AddHostedService<TransitionReader>();
        return services;
    }
}
