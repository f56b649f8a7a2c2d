using System.Text.Json;

namespace Tasker.Runtime.Orchestration.Services.Growth;

/// <summary>Which branches a decision's result names; a decision that does not say is an error, not an empty choice.</summary>
/// <param name="Names">The branches; empty for none.</param>
/// <param name="Problem">What is wrong with the result; null when nothing is.</param>
internal sealed record DecisionResult(IReadOnlyList<string> Names, string? Problem)
{
    public const string Property = "decision_point_outcome";

    public static DecisionResult Read(string resultJson)
    {
        using var document = JsonDocument.Parse(resultJson);
        if (OutcomeReader.Find(document.RootElement, Property) is not { } outcome)
        {
            return Bad($"the result of a decision must have '{Property}' with a 'type' of create_steps or no_branches");
        }

        switch (OutcomeReader.Text(outcome, "type"))
        {
            case "no_branches":
                return new DecisionResult([], null);
            case "create_steps":
                if (!outcome.TryGetProperty("step_names", out var names) || names.ValueKind != JsonValueKind.Array || names.GetArrayLength() == 0
                    || names.EnumerateArray().Any(n => n.ValueKind != JsonValueKind.String))
                {
                    return Bad($"'{Property}.step_names' must be the names of the chosen steps, at least one");
                }

                return new DecisionResult([.. names.EnumerateArray().Select(n => n.GetString()!).Distinct(StringComparer.Ordinal)], null);
            case var type:
                return Bad($"'{Property}.type' is '{type}'; it must be create_steps or no_branches");
        }
    }

    private static DecisionResult Bad(string problem) => new([], problem);
}
