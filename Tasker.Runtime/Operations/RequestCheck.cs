using System.Buffers;
using System.Text;
using Tasker.Runtime.Identity;

namespace Tasker.Runtime.Operations;

/// <summary>What is wrong with an operator's request, before anything is looked up.</summary>
internal static class RequestCheck
{
    public const int MaxActorLength = 128;
    public const int MaxReasonLength = 1000;
    public const int MaxKeyLength = 128;
    private const string ActorPrefix = "user:";

    /// <summary>The first problem, in words; null when there is none.</summary>
    public static string? Problem(string? actor, string? reason, string? idempotencyKey) =>
        actor is null || !actor.StartsWith(ActorPrefix, StringComparison.Ordinal) || string.IsNullOrWhiteSpace(actor[ActorPrefix.Length..])
            ? "the actor has to be 'user:' and a name"
            : TextProblem("the actor", actor, MaxActorLength)
                ?? (string.IsNullOrWhiteSpace(reason) ? "a reason is required" : TextProblem("the reason", reason, MaxReasonLength))
                ?? (idempotencyKey is { Length: 0 } ? "the idempotency key is empty" : TextProblem("the idempotency key", idempotencyKey, MaxKeyLength));

    /// <summary>The first problem of a result that is given by hand; null when it can be stored.</summary>
    public static string? ResultProblem(string? json)
    {
        if (json is null) return "a result is required";
        var problem = JsonLimits.Check(Encoding.UTF8.GetBytes(json), JsonRoot.Any) is [var first, ..] ? first : null;
        return problem is null ? null : $"the result at {problem.Path} {problem.Message}";
    }

    // PostgreSQL's text takes neither U+0000 nor half a surrogate pair.
    private static string? TextProblem(string what, string? text, int most) => text switch
    {
        null => null,
        { Length: var length } when length > most => $"{what} is longer than {most} characters",
        _ when text.Contains('\0') || !IsWellFormed(text) => $"{what} is not valid text",
        _ => null,
    };

    private static bool IsWellFormed(string text)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var consumed) != OperationStatus.Done) return false;
            rest = rest[consumed..];
        }

        return true;
    }
}
