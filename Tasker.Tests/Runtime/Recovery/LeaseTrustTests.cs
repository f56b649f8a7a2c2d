using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Runtime.Chaos;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Maintenance;
using Tasker.Runtime.Worker;
using Tasker.Runtime.Worker.Services;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Recovery;

/// <summary>A node whose database is gone, on a clock that the test moves.</summary>
public sealed class LeaseTrustTests(EngineFixture database) : IClassFixture<EngineFixture>, IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(100);

    private readonly ManualClock _clock = new();
    private readonly HeldSteps _held = new();
    private TaskerHarness _node = null!;
    private TaskerDataSource _data = null!;
    private NodeLease _lease = null!;
    private Heartbeat _heartbeat = null!;

    public async Task InitializeAsync()
    {
        _node = await TaskerHarness.StartAsync(database.ConnectionString);
        _data = TaskerDataSource.Create(database.ConnectionString, new TaskerDataOptions());
        _lease = new NodeLease(_data, new EngineOptions { Lease = Lease }, new WorkerOptions(), _clock, NullLogger<NodeLease>.Instance);
        _heartbeat = new Heartbeat(
            _lease, _held, _node.Services.GetRequiredService<NodeFigures>(), _node.Services.GetRequiredService<EngineSignals>(),
            new CrashPoints(CrashPoint.None, 1, () => { }), _clock, NullLogger<Heartbeat>.Instance);
        await _lease.RegisterAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _data.DisposeAsync();
    }

    [Fact]
    [Trait("Feature", "F073")]
    public async Task Renewal_Succeeds_KeepsTheIdAndWhatRuns()
    {
        var (node, held) = (_lease.Node, Hold());
        for (var i = 0; i < 5; i++)
        {
            _clock.Advance(Lease / 3);
            await _heartbeat.RunOnceAsync(CancellationToken.None);
        }

        Assert.Equal((node, true, 0), (_lease.Node, _lease.IsTrusted, _lease.Lost));
        Assert.False(held.Token.IsCancellationRequested);
    }

    [Fact]
    [Trait("Feature", "F073")]
    public async Task Renewal_FailsUntilFourFifths_HandlersAreStoppedThenAndNotBefore()
    {
        var held = Hold();
        await _data.DisposeAsync();

        _clock.Advance(Lease * 0.79);
        await _heartbeat.RunOnceAsync(CancellationToken.None);
        Assert.False(held.Token.IsCancellationRequested);
        Assert.True(_lease.IsTrusted);

        _clock.Advance(Lease * 0.02);
        await _heartbeat.RunOnceAsync(CancellationToken.None);
        Assert.True(held.Token.IsCancellationRequested);
        Assert.False(_lease.IsTrusted);
    }

    [Fact]
    [Trait("Feature", "F073")]
    public async Task Loop_DatabaseGone_WakesWhenTheTrustEndsAndNotAtTheNextRenewal()
    {
        var held = Hold();
        await _data.DisposeAsync();
        using var stop = new CancellationTokenSource();
        var loop = _heartbeat.RunAsync(stop.Token);
        for (var share = 0; share < 85; share += 5)
        {
            await TaskerHarness.UntilAsync(() => Task.FromResult(_clock.TimerCount), n => n > 0);
            _clock.Advance(Lease * 0.05);
        }

        await TaskerHarness.UntilAsync(() => Task.FromResult(held.Token.IsCancellationRequested), cancelled => cancelled);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
    }

    [Fact]
    [Trait("Feature", "F073")]
    public async Task Renewal_AfterTrustEnded_TakesANewIdAndGivesTheOldLeaseUp()
    {
        var (old, held) = (_lease.Node, Hold());
        _clock.Advance(Lease * 0.9);

        await _heartbeat.RunOnceAsync(CancellationToken.None);

        Assert.True(held.Token.IsCancellationRequested);
        Assert.True(_lease.IsTrusted);
        Assert.Equal(1, _lease.Lost);
        Assert.NotEqual(old, _lease.Node);
        // Others need not wait for the rest of the old lease.
        Assert.True(await _node.ScalarAsync<bool>("select lease_until <= clock_timestamp() from tasker.nodes where node_id = $1", old));
    }

    [Fact]
    [Trait("Feature", "F073")]
    public void NewerAttempt_OfAStepThatIsStillHeld_ReplacesAndCancelsTheOlder()
    {
        var first = Hold();
        var second = new HeldStep(first.Claimed with { Attempt = 2 });

        Assert.True(_held.Add(second));
        Assert.False(_held.Add(new HeldStep(first.Claimed)));
        Assert.Equal((true, false), (first.Token.IsCancellationRequested, second.Token.IsCancellationRequested));
        Assert.True(_held.Contains(second.StepId, 2));
    }

    private HeldStep Hold()
    {
        var step = new HeldStep(new ClaimedStep(TaskId.New(TimeProvider.System), 0, 1, 0, 1, 0, 3, true, null, null, null, null));
        Assert.True(_held.Add(step));
        return step;
    }
}
