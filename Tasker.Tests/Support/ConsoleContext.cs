using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using Tasker.Runtime.Live;
using Tasker.Web.Components.Shared;
using Tasker.Web.Live;

namespace Tasker.Tests.Support;

/// <summary>A bUnit context with what the console's components ask for.</summary>
public abstract class ConsoleContext : BunitContext
{
    protected ConsoleContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddRadzenComponents();
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddSingleton<ILiveFeed>(Feed);
        Services.AddSingleton<FeedFreshness>();
        Services.AddScoped<Toasts>();
    }

    private protected ManualClock Clock { get; } = new();

    private protected LiveFeed Feed => _feed ??= new LiveFeed(Clock);

    private LiveFeed? _feed;
}
