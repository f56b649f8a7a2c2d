namespace Tasker.Runtime.Events;

/// <summary>Which events a subscription wants: an exact name, <c>prefix.*</c> for all below a prefix, or <c>*</c> for all. Case counts.</summary>
internal readonly record struct EventPattern(string Text)
{
    private const int MaxLength = 257;

    public static EventPattern Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return IsPattern(text) ? new EventPattern(text) : throw new ArgumentException($"'{text}' is not an event name, 'prefix.*' or '*'", nameof(text));
    }

    public static bool IsPattern(string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaxLength || text.Any(char.IsControl)) return false;
        var star = text.IndexOf('*', StringComparison.Ordinal);
        return star < 0 || text == "*" || (star == text.Length - 1 && text.Length > 2 && text[^2] == '.');
    }

    public bool Matches(string name) => Text == "*" || (Text.EndsWith(".*", StringComparison.Ordinal)
        ? name.Length > Text.Length - 1 && name.StartsWith(Text.AsSpan(0, Text.Length - 1), StringComparison.Ordinal)
        : string.Equals(Text, name, StringComparison.Ordinal));
}
