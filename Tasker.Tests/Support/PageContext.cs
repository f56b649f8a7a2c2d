using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using Tasker.Web.Components.Shared;

namespace Tasker.Tests.Support;

/// <summary>A bUnit context in which waits are as patient as everywhere else: bUnit's own bound is a second.</summary>
public abstract class PageContext : BunitContext
{
    static PageContext() => DefaultWaitTimeout = TaskerHarness.Patience;

    protected PageContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddRadzenComponents();
        Services.AddScoped<Toasts>();
    }
}
