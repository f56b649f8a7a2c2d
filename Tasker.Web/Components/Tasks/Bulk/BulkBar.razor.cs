using Microsoft.AspNetCore.Components;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;

namespace Tasker.Web.Components.Tasks.Bulk;

/// <summary>What can be done to many tasks of the list at once, and which.</summary>
public sealed partial class BulkBar
{
    private static readonly IReadOnlyList<(BulkAct Act, string Title)> Acts =
        [(BulkAct.Retry, "Retry failed"), (BulkAct.Cancel, "Cancel tasks"), (BulkAct.Resolve, "Resolve by hand")];

    private BulkScope _scope;
    private BulkAct? _asking;
    private int? _first = 100;

    /// <summary>The rows that are ticked.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<TaskId> Ticked { get; set; }

    /// <summary>The list's filter.</summary>
    [Parameter, EditorRequired]
    public required TaskFilter Filter { get; set; }

    /// <summary>True when the list shows all tasks: nothing is done to all that there is.</summary>
    [Parameter]
    public bool IsEverything { get; set; }

    /// <summary>Unticks all rows.</summary>
    [Parameter]
    public EventCallback OnClear { get; set; }

    /// <summary>Something was done.</summary>
    [Parameter]
    public EventCallback OnDone { get; set; }

    private string? WhyNot => _scope switch
    {
        BulkScope.Ticked => Ticked.Count == 0 ? "Tick tasks first." : null,
        BulkScope.First => _first is >= 1 and <= BulkTasks.Most ? null : $"1 to {BulkTasks.Most:#,0} tasks at once.",
        BulkScope.All => null,
        _ => throw new InvalidOperationException($"No such scope: {_scope}."),
    };

    protected override void OnParametersSet()
    {
        if (IsEverything) _scope = BulkScope.Ticked;
    }
}
