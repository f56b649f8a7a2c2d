namespace Tasker.Data.Reads;

/// <summary>A JSON value from a row, cut at <see cref="MostCharacters"/> so that no page is drowned by one value.</summary>
/// <param name="Json">The text; not valid JSON when it is cut.</param>
/// <param name="Length">The whole value's length in characters.</param>
public sealed record Payload(string Json, long Length)
{
    /// <summary>How many characters are read at most: 1 Mi.</summary>
    public const int MostCharacters = 1024 * 1024;

    /// <summary>True when the end is missing.</summary>
    public bool IsCut => Length > Json.Length;
}
