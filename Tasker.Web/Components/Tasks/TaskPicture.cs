using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime.Queries;
using Tasker.Web.Components.Graph;

namespace Tasker.Web.Components.Tasks;

/// <summary>Everything that a task's page shows at one moment. Never changes; the graph's shape is the same instance while no step was added.</summary>
/// <param name="Detail">The task.</param>
/// <param name="Steps">Its steps by number.</param>
/// <param name="StepsAreCut">True when there are more steps than are shown.</param>
/// <param name="Topology">The shape of the graph.</param>
public sealed record TaskPicture(TaskDetail Detail, IReadOnlyList<StepListItem> Steps, bool StepsAreCut, GraphTopology Topology)
{
    private static readonly string Failed = StepState.Error.Text();

    /// <summary>What lists show of the task.</summary>
    public TaskListItem Summary => Detail.Header.Summary;

    /// <summary>The steps by number.</summary>
    public IReadOnlyDictionary<int, StepListItem> ByNo { get; } = Steps.ToDictionary(s => s.No);

    /// <summary>What the graph needs to know.</summary>
    public IReadOnlyList<GraphNodeState> States { get; } =
        [.. Steps.Select(s => new GraphNodeState(s.No, s.State, s.Attempts, s.ChangedAt))];

    /// <summary>The steps that failed for good, in the order of the graph.</summary>
    public IReadOnlyList<StepListItem> Problems => [.. Steps.Where(s => s.State == Failed).OrderBy(s => s.Level).ThenBy(s => s.No)];

    /// <summary>The step that a person most likely wants: the one chosen, else trouble, else what runs, else the first.</summary>
    public StepListItem? Select(string? name) =>
        (name is null ? null : Steps.FirstOrDefault(s => s.Name == name))
        ?? (Problems is [var problem, ..] ? problem : null)
        ?? Steps.FirstOrDefault(s => s.State == StepState.InProgress.Text())
        ?? (Steps.Count > 0 ? Steps[0] : null);

    /// <summary>Reads a task; the shape of the graph only when there are other steps than before.</summary>
    public static async Task<TaskPicture?> ReadAsync(TaskBrowser tasks, TaskId task, TaskPicture? before, CancellationToken ct)
    {
        if (await tasks.GetAsync(task, ct) is not { } detail) return null;
        var (steps, cut) = await tasks.StepsAsync(task, ct);
        var topology = before is not null && before.Steps.Count == steps.Count ? before.Topology : await ShapeAsync(tasks, task, steps, ct);
        return new TaskPicture(detail, steps, cut, topology);
    }

    private static async Task<GraphTopology> ShapeAsync(TaskBrowser tasks, TaskId task, IReadOnlyList<StepListItem> steps, CancellationToken ct)
    {
        if (await tasks.TopologyAsync(task, ct) is not { } shape) return new GraphTopology([], []);
        var handlers = steps.ToDictionary(s => s.No, s => s.Callable);
        return new GraphTopology(
            [.. shape.Nodes.OrderBy(n => n.Level).ThenBy(n => n.No).Select(n => new GraphNode(n.No, n.Name, handlers.GetValueOrDefault(n.No, n.Type)))],
            [.. shape.Edges.Select(e => new GraphEdge(e.From, e.To))]);
    }
}
