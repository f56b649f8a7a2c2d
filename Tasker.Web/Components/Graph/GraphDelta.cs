namespace Tasker.Web.Components.Graph;

/// <summary>What the browser must change, as arrays: <c>[no, state, attempt, sinceMs]</c> and <c>[key, css, text, done, running, waiting, failed, [[no, name]…]]</c>.</summary>
/// <param name="Nodes">Steps whose state, attempt or beginning changed.</param>
/// <param name="Pills">Pills whose counts changed.</param>
public sealed record GraphDelta(IReadOnlyList<object?[]> Nodes, IReadOnlyList<object?[]> Pills)
{
    /// <summary>True when there is nothing to send.</summary>
    public bool IsEmpty => Nodes.Count == 0 && Pills.Count == 0;
}
