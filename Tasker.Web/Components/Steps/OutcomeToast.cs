using Tasker.Data.Operators;
using Tasker.Web.Components.Shared;

namespace Tasker.Web.Components.Steps;

/// <summary>An act's outcome in words. Pure.</summary>
internal static class OutcomeToast
{
    /// <summary>The toast of an act on a step or a task.</summary>
    /// <param name="what">The act and its target as a sentence's beginning: "Retry of charge_card".</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="isTask">True when the state in the outcome is a task's.</param>
    /// <param name="now">Now, for ages.</param>
    /// <param name="href">Where to see it; null for no link.</param>
    public static Toast Of(string what, OperatorOutcome outcome, bool isTask, DateTimeOffset now, string? href = null) =>
        Of(what, outcome, state => (isTask ? StateLooks.ForTask(state) : StateLooks.ForStep(state)).Word, now, href);

    /// <summary>The toast of an act on anything that has a state.</summary>
    /// <param name="what">The act and its target as a sentence's beginning.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="word">The words for a state that stands in the outcome.</param>
    /// <param name="now">Now, for ages.</param>
    /// <param name="href">Where to see it; null for no link.</param>
    /// <param name="linkText">What the link says.</param>
    public static Toast Of(string what, OperatorOutcome outcome, Func<string, string> word, DateTimeOffset now, string? href = null, string linkText = "Follow it") => outcome switch
    {
        OperatorOutcome.Applied applied => new Toast(ToastTone.Done, $"{what}: done, now {word(applied.State)}.", href is null ? null : linkText, href),
        OperatorOutcome.Conflict conflict => new Toast(
            ToastTone.Notice,
            $"{what}: {By(conflict.By)} was first, {RelativeTime.Describe(now - conflict.At)}. It is {word(conflict.CurrentState)} now; nothing was changed.",
            href is null ? null : linkText, href),
        OperatorOutcome.Refused refused => new Toast(ToastTone.Failed, $"{what} was refused: {refused.Reason}."),
        OperatorOutcome.NotFound => new Toast(ToastTone.Failed, $"{what}: it does not exist any more."),
        OperatorOutcome.Replayed replayed => Of($"{what} (asked before, {RelativeTime.Describe(now - replayed.At)})", replayed.First, word, now, href, linkText),
        _ => throw new InvalidOperationException($"No words for {outcome}."),
    };

    /// <summary>The toast for an act of which nothing is known.</summary>
    /// <param name="what">The act and its target as a sentence's beginning.</param>
    /// <param name="thing">Whose state will tell: "step", "task", "entry".</param>
    public static Toast Unknown(string what, string thing) =>
        new(ToastTone.Failed, $"{what}: the database did not answer, so it is not known whether it happened. The {thing}'s state will tell.");

    private static string By(string actor) => actor.StartsWith("user:", StringComparison.Ordinal) ? actor["user:".Length..] : $"the {(actor == "engine" ? "engine" : actor)}";
}
