using System.Text.Json.Nodes;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>How the handler of a decision step says which branches its task takes.</summary>
public static class DecisionOutcome
{
    /// <summary>These branches are created. An unknown name, or that of a step that does not depend on the decision, fails the decision for good.</summary>
    /// <param name="names">Names of steps that depend on the decision; at least one.</param>
    /// <param name="data">What else belongs to the result: a value that becomes a JSON object, or any other value, which becomes <c>data</c>; null for nothing.</param>
    /// <exception cref="ArgumentException">There is no name.</exception>
    public static StepOutcome CreateSteps(IReadOnlyList<string> names, object? data = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0) throw new ArgumentException("a decision that takes no branch says so by NoBranches", nameof(names));
        return ResultObject.With(data, "decision_point_outcome", new JsonObject
        {
            ["type"] = "create_steps",
            ["step_names"] = new JsonArray([.. names.Select(n => (JsonNode)JsonValue.Create(n))]),
        });
    }

    /// <summary>No branch is taken; what joins the branches runs without them.</summary>
    /// <param name="reason">Why, stored with the result; null for nothing.</param>
    public static StepOutcome NoBranches(string? reason = null) =>
        ResultObject.With(reason is null ? null : new { reason }, "decision_point_outcome", new JsonObject { ["type"] = "no_branches" });
}
