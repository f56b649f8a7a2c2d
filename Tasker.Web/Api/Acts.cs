using Tasker.Data.Operators;

namespace Tasker.Web.Api;

/// <summary>Replayed acts answer as the first one did.</summary>
internal static class Acts
{
    /// <summary>Says in the answer whether the act was done before.</summary>
    public static OperatorOutcome Settle(OperatorOutcome outcome, HttpResponse response)
    {
        if (outcome is OperatorOutcome.Replayed) response.Headers["Idempotency-Replayed"] = "true";
        return First(outcome);
    }

    public static OperatorOutcome First(OperatorOutcome outcome) => outcome is OperatorOutcome.Replayed replayed ? replayed.First : outcome;
}
