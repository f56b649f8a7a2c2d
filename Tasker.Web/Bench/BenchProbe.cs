using Npgsql;
using Tasker.Data.Bench;
using Tasker.Data.Workflow;

namespace Tasker.Web.Bench;

/// <summary>Asks from another connection whether units are durable, and counts its questions.</summary>
internal sealed class BenchProbe(string connectionString) : IAsyncDisposable
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(120);

    private readonly BenchReads _reads = new(connectionString);

    public long Probes { get; private set; }

    public async Task UntilDoneAsync(TaskId task)
    {
        var end = BenchClock.Now() + Most.TotalMilliseconds;
        while (true)
        {
            Probes++;
            if (await _reads.IsCompleteAsync(task)) return;
            if (BenchClock.Now() > end) throw new TimeoutException($"task {task} never became durable");
        }
    }

    public Task<long> CountAsync()
    {
        Probes++;
        return _reads.CountCompleteAsync();
    }

    /// <summary>Waits until so many more are complete.</summary>
    /// <returns>When the question was asked that was answered with enough: asking takes time itself.</returns>
    public async Task<double> UntilCountAsync(long wanted)
    {
        var end = BenchClock.Now() + Most.TotalMilliseconds;
        while (true)
        {
            var asked = BenchClock.Now();
            if (await CountAsync() >= wanted) return asked;
            if (BenchClock.Now() > end) throw new TimeoutException($"fewer than {wanted} units became durable");
            await Task.Delay(10);
        }
    }

    public Task<long> FillHistoryAsync(string shape, int units) => _reads.FillHistoryAsync(shape, units);

    public ValueTask DisposeAsync() => _reads.DisposeAsync();
}
