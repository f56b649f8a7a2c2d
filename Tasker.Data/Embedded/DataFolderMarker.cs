using System.Text.Json;

namespace Tasker.Data.Embedded;

/// <summary>The file <c>tasker.json</c>, by which a data folder is known to be Tasker's.</summary>
internal static class DataFolderMarker
{
    public const string FileName = "tasker.json";

    /// <summary>Raised when the layout of the folder changes.</summary>
    public const int Format = 1;

    private const string Unfinished = FileName + ".new";

    private sealed record Content(string Product, int Format);

    /// <summary>Whether a folder is empty but for a marker whose writer was killed.</summary>
    public static bool IsFree(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).All(entry => Path.GetFileName(entry) == Unfinished);

    /// <summary>The format of a folder's marker; null when the folder isn't Tasker's.</summary>
    public static int? Read(string folder)
    {
        try
        {
            var content = JsonSerializer.Deserialize<Content>(
                File.ReadAllBytes(Path.Combine(folder, FileName)), JsonSerializerOptions.Web);
            return content is { Product: "tasker", Format: > 0 } ? content.Format : null;
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            return null;
        }
    }

    public static void Write(string folder)
    {
        var unfinished = Path.Combine(folder, Unfinished);
        File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(new Content("tasker", Format), JsonSerializerOptions.Web));
        File.Move(unfinished, Path.Combine(folder, FileName), overwrite: true);
    }
}
