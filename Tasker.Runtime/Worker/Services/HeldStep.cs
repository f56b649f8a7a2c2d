using Tasker.Data.Flow;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Worker.Services;

/// <summary>One attempt in this node's hands.</summary>
internal sealed class HeldStep : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly Lock _gate = new();
    private bool _disposed;

    public HeldStep(ClaimedStep claimed)
    {
        Claimed = claimed;
        StepId = claimed.TaskId.Step(claimed.StepNo);
        Token = _cancel.Token;
    }

    public ClaimedStep Claimed { get; }

    public StepId StepId { get; }

    public short Attempt => Claimed.Attempt;

    /// <summary>When its handler began; null while it waits for one.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>What the handler last said about its progress.</summary>
    public (int Percent, string? Text)? Progress { get; set; }

    /// <summary>Cancelled when the attempt is no longer this node's: taken away, ended by a person, or under a lease that is in doubt. Its result is dropped.</summary>
    public CancellationToken Token { get; }

    public void Cancel()
    {
        lock (_gate)
        {
            if (!_disposed) _cancel.Cancel();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _cancel.Dispose();
        }
    }
}
