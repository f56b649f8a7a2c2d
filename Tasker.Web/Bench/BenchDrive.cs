using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;

namespace Tasker.Web.Bench;

/// <summary>Drives an engine as the harness drives its peers: the same order of calls, the same moments of time.</summary>
internal sealed class BenchDrive(BenchEngine engine, BenchProbe probe)
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(120);

    // Unique over runs on one database: units have an identity.
    private readonly string _tag = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");
    private int _serial;

    /// <summary>One unit at a time on an idle system.</summary>
    public async Task<(List<double> Durable, List<double> Handler)> LatencyAsync(BenchShape shape, int n)
    {
        var durable = new List<double>(n);
        var handler = new List<double>(n);
        for (var i = 0; i < n; i++)
        {
            var start = BenchClock.Now();
            var task = await engine.SubmitAsync(shape, Next());
            await engine.Board.WaitAsync(task, Most);
            var ran = BenchClock.Now();
            await probe.UntilDoneAsync(task);
            durable.Add(BenchClock.Now() - start);
            handler.Add(ran - start);
        }

        return (durable, handler);
    }

    /// <summary>All units at once; from the first submission until all are durably complete.</summary>
    public async Task<(double SubmitMs, double HandlersMs, double WallMs)> BurstAsync(BenchShape shape, int n, bool warm)
    {
        var finishedBefore = engine.Board.Finished;
        var completeBefore = warm ? 0 : await probe.CountAsync();
        var start = BenchClock.Now();
        await SubmitManyAsync(shape, n, 500);
        var submitted = BenchClock.Now();
        while (engine.Board.Finished - finishedBefore < n)
        {
            if (BenchClock.Now() - start > 600_000) throw new TimeoutException($"burst stuck at {engine.Board.Finished - finishedBefore} of {n}");
            await Task.Delay(2);
        }

        var ran = BenchClock.Now();
        engine.Board.Forget();
        if (warm)
        {
            await Task.Delay(300);
            return (submitted - start, ran - start, ran - start);
        }

        return (submitted - start, ran - start, await probe.UntilCountAsync(completeBefore + n) - start);
    }

    public async Task<double> EnqueueAsync(BenchShape shape, int n)
    {
        var start = BenchClock.Now();
        await SubmitManyAsync(shape, n, 1000);
        return BenchClock.Now() - start;
    }

    /// <summary>Starts the worker on what was enqueued.</summary>
    public async Task<BenchDrain> DrainAsync(BenchShape shape, int n, double mostSeconds)
    {
        engine.Board.Times = new();
        var before = await probe.CountAsync();
        var start = BenchClock.Now();
        await engine.StartAsync(shape, NodeRoles.Orchestrator | NodeRoles.Worker);
        while (engine.Board.Finished < n && BenchClock.Now() < start + mostSeconds * 1000) await Task.Delay(2);
        var done = (int)Math.Min(n, engine.Board.Finished);
        var times = engine.Board.Times.Take(done).Select(t => t - start).Order().ToArray();
        var wall = (done == n ? await probe.UntilCountAsync(before + n) : BenchClock.Now()) - start;
        return BenchDrain.Of(times, wall);
    }

    /// <summary>All units at once, executed by other processes; from the first submission until all are durably complete, in milliseconds.</summary>
    public async Task<double> BurstElsewhereAsync(BenchShape shape, int n)
    {
        var before = await probe.CountAsync();
        var start = BenchClock.Now();
        await SubmitManyAsync(shape, n, 500);
        return await probe.UntilCountAsync(before + n) - start;
    }

    /// <summary>Keeps <paramref name="inFlight"/> units under way for a time.</summary>
    /// <returns>A sample for each interval.</returns>
    public async Task<IReadOnlyList<BenchSample>> SustainAsync(
        BenchShape shape, int inFlight, TimeSpan length, TimeSpan interval, Action<BenchSample> report)
    {
        var before = await probe.CountAsync() - engine.Board.Finished;
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => KeepGoingAsync(shape, stop.Token)));
        var samples = new List<BenchSample>();
        for (var left = (int)Math.Round(length / interval); left > 0; left--)
        {
            var (steps, at) = (engine.Board.Steps, BenchClock.Now());
            // A unit that got lost ends the run here and not only after hours.
            await Task.WhenAny(load, Task.Delay(interval));
            if (load.IsFaulted) break;
            samples.Add(new BenchSample((engine.Board.Steps - steps) / (BenchClock.Now() - at) * 1000, Environment.WorkingSet / 1048576.0));
            report(samples[^1]);
        }

        await stop.CancelAsync();
        await load;
        await probe.UntilCountAsync(before + engine.Board.Finished);
        return samples;
    }

    private async Task KeepGoingAsync(BenchShape shape, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested) await engine.Board.WaitAsync(await SubmitAsync(shape), Most);
    }

    private async Task SubmitManyAsync(BenchShape shape, int n, int chunk)
    {
        for (var at = 0; at < n; at += chunk)
        {
            await Task.WhenAll(Enumerable.Range(0, Math.Min(chunk, n - at)).Select(_ => SubmitAsync(shape)));
        }
    }

    private Task<TaskId> SubmitAsync(BenchShape shape) => engine.SubmitAsync(shape, Next());

    private string Next() => $"{_tag}-{Interlocked.Increment(ref _serial)}";
}
