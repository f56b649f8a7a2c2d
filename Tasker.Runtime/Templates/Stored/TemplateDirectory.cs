using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tasker.Runtime.Templates;

/// <summary>
/// Keeps the template folders published: at start, soon after a change is reported, and every now and then, because file watchers
/// miss changes on some file systems.
/// </summary>
public sealed class TemplateDirectory(TemplateFiles files, TemplateOptions options, TimeProvider clock, ILogger<TemplateDirectory> logger)
    : BackgroundService
{
    /// <summary>An editor writes a file in several steps; this long after the last report it is taken to be done.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Directories.Count == 0) return;
        var watchers = options.Directories.Select(Watch).OfType<FileSystemWatcher>().ToList();
        try
        {
            while (true)
            {
                await RunOnceAsync(stoppingToken);
                await WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            watchers.ForEach(w => w.Dispose());
        }
    }

    internal async Task RunOnceAsync(CancellationToken ct)
    {
        try
        {
            await files.ScanAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            TemplateLog.ScanFailed(logger, e, options.RescanEvery);
        }
    }

    private async Task WaitAsync(CancellationToken ct)
    {
        using var rescan = new CancellationTokenSource(options.RescanEvery, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, rescan.Token);
        try
        {
            await _changes.Reader.ReadAsync(either.Token);
            do
            {
                await Task.Delay(Quiet, clock, ct);
            }
            while (_changes.Reader.TryRead(out _));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Time for a look without a report.
        }
    }

    private FileSystemWatcher? Watch(string directory)
    {
        try
        {
            var watcher = new FileSystemWatcher(directory) { IncludeSubdirectories = true };
            watcher.Changed += (_, _) => _changes.Writer.TryWrite(true);
            watcher.Created += (_, _) => _changes.Writer.TryWrite(true);
            watcher.Renamed += (_, _) => _changes.Writer.TryWrite(true);
            watcher.Deleted += (_, _) => _changes.Writer.TryWrite(true);
            watcher.Error += (_, _) => _changes.Writer.TryWrite(true);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            TemplateLog.NotWatched(logger, directory, e.Message, options.RescanEvery);
            return null;
        }
    }
}
