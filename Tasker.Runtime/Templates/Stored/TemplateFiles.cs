using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Tasker.Runtime.Templates;

/// <summary>
/// Publishes what lies in the template folders and remembers what is wrong with which file. A file that did not change since it was
/// looked at is not read again.
/// </summary>
public sealed class TemplateFiles(TemplateStore store, TemplateOptions options, TimeProvider clock, ILogger<TemplateFiles> logger)
{
    private const string Actor = "system:directory";
    private const int MostFiles = 10_000;

    private readonly ConcurrentDictionary<string, (FileStamp Stamp, TemplateFile File)> _seen = new(StringComparer.Ordinal);

    /// <summary>All files of the folders, by path.</summary>
    public IReadOnlyList<TemplateFile> All => [.. _seen.Values.Select(s => s.File).OrderBy(f => f.Path, StringComparer.Ordinal)];

    /// <summary>The files with problems, by path.</summary>
    public IReadOnlyList<TemplateFile> WithProblems => [.. All.Where(f => f.Problems.Count > 0)];

    /// <summary>Looks at all folders once and publishes what is new or changed.</summary>
    /// <returns>How many versions were published.</returns>
    public async Task<int> ScanAsync(CancellationToken ct)
    {
        var found = options.Directories.Where(Directory.Exists).SelectMany(Files).Take(MostFiles).ToList();
        foreach (var gone in _seen.Keys.Except(found.Select(f => f.FullName), StringComparer.Ordinal)) _seen.TryRemove(gone, out _);
        var published = 0;
        foreach (var file in found)
        {
            var stamp = new FileStamp(file.Length, file.LastWriteTimeUtc);
            if (_seen.TryGetValue(file.FullName, out var seen) && seen.Stamp == stamp) continue;
            var (read, isNew) = await ReadAsync(file.FullName, ct);
            if (isNew) published++;
            _seen[file.FullName] = (stamp, read);
            foreach (var p in read.Problems) TemplateLog.Problem(logger, read.Path, p.Line, p.Column, p.Severity, p.Code, p.Message);
        }

        return published;
    }

    private static IOrderedEnumerable<FileInfo> Files(string directory) =>
        new DirectoryInfo(directory)
            .EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = 10 })
            .Where(f => f.Extension is ".yaml" or ".yml")
            .OrderBy(f => f.FullName, StringComparer.Ordinal);

    private async Task<(TemplateFile File, bool IsNew)> ReadAsync(string path, CancellationToken ct)
    {
        try
        {
            if (new FileInfo(path).Length > TemplateParseOptions.Default.MaxBytes)
            {
                return (Refused(path, Problem(ProblemCodes.TooLarge, $"the file is larger than {TemplateParseOptions.Default.MaxBytes / 1024} KiB")), false);
            }

            var bytes = await File.ReadAllBytesAsync(path, ct);
            var parsed = TemplateYaml.ParseUtf8(bytes);
            return parsed.IsValid
                ? await PublishAsync(path, Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'), parsed.Problems, ct)
                : (Refused(path, [.. parsed.Problems]), false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (Refused(path, Problem("file_unreadable", $"the file cannot be read: {e.Message}")), false);
        }
    }

    private async Task<(TemplateFile File, bool IsNew)> PublishAsync(
        string path, string yaml, IReadOnlyList<TemplateProblem> warnings, CancellationToken ct)
    {
        switch (await store.PublishAsync(new PublishRequest(yaml, Actor), ct))
        {
            case PublishOutcome.Published published:
                var version = published.Version;
                TemplateLog.Published(logger, version.Namespace, version.Name, version.Version, path);
                return (new TemplateFile(path, version, warnings, clock.GetUtcNow()), true);
            case PublishOutcome.Unchanged unchanged:
                return (new TemplateFile(path, unchanged.Version, warnings, clock.GetUtcNow()), false);
            case PublishOutcome.Conflict { Version: var taken, SuggestedVersion: var free }:
                var message = $"version {taken.Version} of {taken.Namespace}/{taken.Name} is published with another text; {free} is free";
                return (Refused(path, Problem("version_conflict", message)), false);
            case PublishOutcome.Invalid invalid:
                return (Refused(path, [.. invalid.Problems]), false);
            case var other:
                throw new InvalidOperationException($"unknown outcome {other.GetType().Name}");
        }
    }

    private TemplateFile Refused(string path, params TemplateProblem[] problems) => new(path, Version: null, problems, clock.GetUtcNow());

    private static TemplateProblem Problem(string code, string message) => new(ProblemSeverity.Error, code, message, 1, 1);
}
