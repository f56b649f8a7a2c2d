using Tasker.Data.Operators;
using Tasker.Web.Components.Shared;

namespace Tasker.Web.Components.Steps;

/// <summary>An act's outcome in words. Pure.</summary>
internal static class OutcomeToast
{
    /// <summary>The toast.</summary>
    /// <param name="what">The act and its target as a sentence's beginning: "Retry of charge_card".</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="isTask">True when the state in the outcome is a task's.</param>
    /// <param name="now">Now, for ages.</param>
    /// <param name="href">Where to see it; null for no link.</param>
    public static Toast Of(string what, OperatorOutcome outcome, bool isTask, DateTimeOffset now, string? href = null) => outcome switch
    {
        OperatorOutcome.Applied applied => new Toast(ToastTone.Done, $"{what}: done, now {Word(applied.State, isTask)}.", href is null ? null : "Follow it", href),
        OperatorOutcome.Conflict conflict =>
            new Toast(ToastTone.Notice, $"{what}: {By(conflict.By)} was first, {RelativeTime.Describe(now - conflict.At)}. It is {Word(conflict.CurrentState, isTask)} now; nothing was changed."),
        OperatorOutcome.Refused refused => new Toast(ToastTone.Failed, $"{what} was refused: {refused.Reason}."),
        OperatorOutcome.NotFound => new Toast(ToastTone.Failed, $"{what}: it does not exist any more."),
        OperatorOutcome.Replayed replayed => Of($"{what} (asked before, {RelativeTime.Describe(now - replayed.At)})", replayed.First, isTask, now, href),
        _ => throw new InvalidOperationException($"No words for {outcome}."),
    };

    private static string Word(string state, bool isTask) => (isTask ? StateLooks.ForTask(state) : StateLooks.ForStep(state)).Word;

    private static string By(string actor) => actor.StartsWith("user:", StringComparison.Ordinal) ? actor["user:".Length..] : $"the {(actor == "engine" ? "engine" : actor)}";
}
