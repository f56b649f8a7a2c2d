using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime.Queries;

namespace Tasker.Web.Components.Steps;

/// <summary>What stands between a step and its handler, asked for when somebody wants to know: the answer may have to search a queue.</summary>
public sealed partial class WhyNotRunning
{
    private IReadOnlyList<WaitCause>? _causes;
    private (StepId Step, string State) _asked;
    private bool _asking;
    private bool _unavailable;

    /// <summary>The step.</summary>
    [Parameter]
    [EditorRequired]
    public required StepId StepId { get; set; }

    /// <summary>Its state; an answer is dropped when it changes.</summary>
    [Parameter]
    [EditorRequired]
    public required string State { get; set; }

    [Inject]
    public required StepBrowser Steps { get; init; }

    /// <summary>True for states in which the step could be expected to run and does not; a batch may have stopped it or set it aside.</summary>
    public static bool MayAsk(string state) =>
        StateNames.TryParseStep(state, out var parsed) && parsed is not (StepState.Complete or StepState.Error);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_asked != (StepId, State)) _causes = null;
    }

    private async Task AskAsync()
    {
        (_asking, _unavailable) = (true, false);
        try
        {
            var asked = (StepId, State);
            var causes = await Steps.WhyAsync(StepId, CancellationToken.None);
            if (asked == (StepId, State)) (_asked, _causes) = (asked, causes);
        }
        catch (DbException)
        {
            _unavailable = true;
        }
        finally
        {
            _asking = false;
        }
    }
}
