using System.Diagnostics;
using Microsoft.AspNetCore.Components;

namespace Tasker.Web.Components.Shared;

/// <summary>Keeps a failure inside its panel: the circuit lives on, the person gets a reference, the log gets the exception.</summary>
public sealed partial class PanelBoundary
{
    private string _reference = "";

    /// <summary>The panel's name at the start of a sentence: "The payload".</summary>
    [Parameter]
    public string Title { get; set; } = "This panel";

    [Inject]
    public required ILogger<PanelBoundary> Logger { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    protected override Task OnErrorAsync(Exception exception)
    {
        _reference = Activity.Current?.TraceId.ToString() ?? Guid.CreateVersion7(Clock.GetUtcNow()).ToString("N");
        PanelFailed(Logger, exception, Title, _reference);
        return Task.CompletedTask;
    }

    [LoggerMessage(6202, LogLevel.Error, "A panel failed: {Panel}, reference {Reference}")]
    private static partial void PanelFailed(ILogger logger, Exception exception, string panel, string reference);
}
