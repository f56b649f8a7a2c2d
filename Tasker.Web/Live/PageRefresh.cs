using Tasker.Runtime.Live;

namespace Tasker.Web.Live;

/// <summary>
/// Tells a page when to look again: after moves of tasks, but every two seconds at most, because what it shows is read anew and not carried
/// by the events; and every ten seconds whatever happens, because some of it changes without any move.
/// </summary>
internal sealed partial class PageRefresh : IAsyncDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly LiveViewer _viewer;
    private readonly Func<CancellationToken, Task> _look;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private ITimer? _timer;
    private int _looking;

    /// <param name="feed">The feed.</param>
    /// <param name="look">Reads and shows.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logger">Hears of a look that failed.</param>
    public PageRefresh(ILiveFeed feed, Func<CancellationToken, Task> look, TimeProvider clock, ILogger logger)
    {
        (_look, _clock, _logger) = (look, clock, logger);
        _viewer = new LiveViewer(feed, new LiveInterest.TaskList(), FollowAsync, clock, logger);
    }

    /// <summary>Ends with the page; for the page's own questions.</summary>
    public CancellationToken Gone => _viewer.Gone;

    /// <summary>Begins.</summary>
    public void Start()
    {
        _viewer.Start();
        _timer = _clock.CreateTimer(_ => _ = LookAsync(), null, Every, Every);
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null) await _timer.DisposeAsync();
        await _viewer.DisposeAsync();
    }

    // The next batch is served when this one is done: the rest is the pace.
    private async Task FollowAsync(LiveBatch batch, CancellationToken ct)
    {
        await LookAsync();
        await Task.Delay(Rest, _clock, ct);
    }

    private async Task LookAsync()
    {
        if (Interlocked.Exchange(ref _looking, 1) == 1) return;
        try
        {
            await _look(Gone);
        }
        catch (ObjectDisposedException)
        {
            // The page was left.
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LookFailed(_logger, e);
        }
        catch (OperationCanceledException)
        {
            // The page was left while it looked.
        }
        finally
        {
            Volatile.Write(ref _looking, 0);
        }
    }

    [LoggerMessage(6204, LogLevel.Warning, "A page could not look again at what it shows")]
    private static partial void LookFailed(ILogger logger, Exception exception);
}
