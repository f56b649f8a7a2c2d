using System.Text.Json;

namespace Tasker.Web.Api.Http;

/// <summary>
/// What is wrong with a JSON text, in our words: the serializer's name types of the program, and which kind of mistake it was is
/// told by its words alone.
/// </summary>
internal static class JsonErrors
{
    public static FieldError Of(JsonException e) =>
        new(e.Path is { Length: > 0 } path ? path : "$", $"{What(e)} (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})");

    private static string What(JsonException e) => e.Message switch
    {
        var m when m.Contains("could not be mapped", StringComparison.Ordinal) => "is an unknown property",
        var m when m.Contains("uplicate propert", StringComparison.Ordinal) => "is given twice",
        var m when m.Contains("could not be converted", StringComparison.Ordinal) || m.Contains("null", StringComparison.Ordinal) => "has the wrong type",
        _ => "is not valid JSON here",
    };
}
