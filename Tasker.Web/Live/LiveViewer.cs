using Tasker.Runtime.Live;

namespace Tasker.Web.Live;

/// <summary>
/// One page's share of the live feed: subscribed from its making on, so that nothing is missed between a page's first question and
/// its first event; read once it is started; gone with the page.
/// </summary>
internal sealed partial class LiveViewer : IAsyncDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private readonly LiveSubscription _subscription;
    private readonly LiveCoalescer _coalescer;
    private readonly ILogger _logger;
    private Task _running = Task.CompletedTask;

    /// <param name="feed">The feed.</param>
    /// <param name="interest">What the page shows.</param>
    /// <param name="apply">Shows a batch; at most ten a second.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logger">Hears of a page that cannot follow.</param>
    public LiveViewer(ILiveFeed feed, LiveInterest interest, Func<LiveBatch, CancellationToken, Task> apply, TimeProvider clock, ILogger logger)
    {
        _subscription = feed.Subscribe(interest);
        _logger = logger;
        _coalescer = new LiveCoalescer(_subscription, (batch, ct) => ApplyAsync(apply, batch, ct), clock);
    }

    /// <summary>Ends with the page; for the page's own questions.</summary>
    public CancellationToken Gone => _gone.Token;

    /// <summary>Begins to serve batches.</summary>
    public void Start() => _running = RunAsync();

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await _subscription.DisposeAsync();
        await _running;
        _gone.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await _coalescer.RunAsync(_gone.Token);
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page is gone.
        }
    }

    // One batch that cannot be shown (the database did not answer) must not end the page's view of those that follow.
    private async Task ApplyAsync(Func<LiveBatch, CancellationToken, Task> apply, LiveBatch batch, CancellationToken ct)
    {
        try
        {
            await apply(batch, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            BatchNotShown(_logger, e, _subscription.Interest.ToString());
        }
    }

    [LoggerMessage(6201, LogLevel.Warning, "A live batch for {Interest} could not be shown")]
    private static partial void BatchNotShown(ILogger logger, Exception exception, string interest);
}
