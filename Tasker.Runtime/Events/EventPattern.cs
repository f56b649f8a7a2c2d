namespace Tasker.Runtime.Events;

/// <summary>Which events a subscription wants: an exact name, <c>prefix.*</c> for all below a prefix, or <c>*</c> for all. Case counts.</summary>
internal readonly record struct EventPattern(string Text)
{
    public static EventPattern Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var star = text.IndexOf('*', StringComparison.Ordinal);
        var allowed = star < 0 || text == "*" || (star == text.Length - 1 && text.Length > 2 && text[^2] == '.');
        return allowed ? new EventPattern(text) : throw new ArgumentException($"'{text}' is not an event name, 'prefix.*' or '*'", nameof(text));
    }

    public bool Matches(string name) => Text == "*" || (Text.EndsWith(".*", StringComparison.Ordinal)
        ? name.Length > Text.Length - 1 && name.StartsWith(Text.AsSpan(0, Text.Length - 1), StringComparison.Ordinal)
        : string.Equals(Text, name, StringComparison.Ordinal));
}
