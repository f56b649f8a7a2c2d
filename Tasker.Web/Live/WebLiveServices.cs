using Tasker.Runtime.Engine;

namespace Tasker.Web.Live;

internal static class WebLiveServices
{
    private const int MaxHubMessageBytes = 4 * 1024;

    /// <summary>Adds what shows live events: the light's reading, the sampler of this node's figures, and the hub for other programs.</summary>
    public static IServiceCollection AddTaskerWebLive(this IServiceCollection services)
    {
        services.AddSingleton<FeedFreshness>();
        services.AddSingleton(s => new FiguresFeed(() => s.GetService<NodeFigures>()?.Read(), s.GetRequiredService<TimeProvider>()));
        services.AddSignalR().AddHubOptions<LiveHub>(hub =>
        {
            hub.MaximumReceiveMessageSize = MaxHubMessageBytes;
            hub.MaximumParallelInvocationsPerClient = 1;
            hub.StreamBufferCapacity = 1;
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
            hub.KeepAliveInterval = TimeSpan.FromSeconds(15);
        });
        return services;
    }
}
