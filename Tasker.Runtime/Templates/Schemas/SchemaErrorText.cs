namespace Tasker.Runtime.Templates;

/// <summary>Says what is wrong with a value, for people.</summary>
internal static class SchemaErrorText
{
    private const int MostNamed = 3;

    /// <summary>The first three places with what is expected there, and how many more there are.</summary>
    public static string Of(IReadOnlyList<SchemaError> errors)
    {
        var named = string.Join("; ", errors.Take(MostNamed).Select(e => $"{(e.Pointer.Length == 0 ? "the value" : e.Pointer)} {e.Message}"));
        return errors.Count > MostNamed ? $"{named}; and {errors.Count - MostNamed} more" : named;
    }
}
