using Microsoft.Extensions.Options;

namespace Tasker.Web.Samples;

/// <summary>The files that samples read and write. A name never leads out of its folder.</summary>
internal sealed class SampleFiles(IOptions<SamplesOptions> options)
{
    private static readonly string DataFolder = Path.Combine(AppContext.BaseDirectory, "Samples", "Data");

    /// <summary>The path of a data file; null when there is none of this name.</summary>
    public static string? Find(string name)
    {
        if (name != Path.GetFileName(name)) return null;
        var path = Path.Combine(DataFolder, name);
        return File.Exists(path) ? path : null;
    }

    /// <summary>The path of a file in a folder of the output, whether or not it is there.</summary>
    public string PathOf(string folder, string name) => Path.Combine(Path.GetFullPath(options.Value.OutputFolder), folder, Path.GetFileName(name));

    /// <summary>Writes a text whole: a reader sees the old file or the new one, and a repeated attempt replaces its own.</summary>
    /// <returns>The file's path.</returns>
    public async Task<string> WriteAsync(string folder, string name, string text, CancellationToken ct)
    {
        var directory = Directory.CreateDirectory(Path.Combine(Path.GetFullPath(options.Value.OutputFolder), folder)).FullName;
        var path = Path.Combine(directory, Path.GetFileName(name));
        var draft = path + ".draft";
        await File.WriteAllTextAsync(draft, text, ct);
        File.Move(draft, path, overwrite: true);
        return path;
    }
}
