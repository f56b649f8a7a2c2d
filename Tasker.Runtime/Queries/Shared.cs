namespace Tasker.Runtime.Queries;

/// <summary>An answer that everybody who asks within a time shares, so that many viewers cost as much as one.</summary>
/// <param name="ask">Gets the answer.</param>
/// <param name="keep">How long it is shared.</param>
/// <param name="clock">Time.</param>
internal sealed class Shared<T>(Func<CancellationToken, Task<T>> ask, TimeSpan keep, TimeProvider clock) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile Answer? _last;

    public async Task<T> GetAsync(CancellationToken ct)
    {
        if (Fresh() is { } known) return known;
        await _one.WaitAsync(ct);
        try
        {
            if (Fresh() is { } justAsked) return justAsked;
            var value = await ask(ct);
            _last = new Answer(value, clock.GetTimestamp());
            return value;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private T? Fresh() => _last is { } last && clock.GetElapsedTime(last.At) < keep ? last.Value : null;

    private sealed record Answer(T Value, long At);
}
