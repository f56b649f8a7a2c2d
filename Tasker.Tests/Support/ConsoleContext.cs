using Microsoft.Extensions.DependencyInjection;
using Tasker.Runtime.Live;
using Tasker.Web.Live;

namespace Tasker.Tests.Support;

/// <summary>A bUnit context with what the console's components ask for.</summary>
public abstract class ConsoleContext : PageContext
{
    protected ConsoleContext()
    {
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddSingleton<ILiveFeed>(Feed);
        Services.AddSingleton<FeedFreshness>();
    }

    private protected ManualClock Clock { get; } = new();

    private protected LiveFeed Feed => _feed ??= new LiveFeed(Clock);

    private LiveFeed? _feed;
}
