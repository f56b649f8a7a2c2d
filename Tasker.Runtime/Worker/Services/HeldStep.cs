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

    public ClaimedStep Claimed { get; private set; }

    public StepId StepId { get; }

    public short Attempt => Claimed.Attempt;

    /// <summary>When its handler began; null while it waits for one.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>What the handler last said about its progress.</summary>
    public (int Percent, string? Text)? Progress { get; private set; }

    /// <summary>True when something was said since the last <see cref="TakeNews"/>.</summary>
    public bool HasNews { get; private set; }

    /// <summary>When the handler last said how far it is; null when it never did in this attempt.</summary>
    public DateTimeOffset? LastSign { get; private set; }

    /// <summary>True when it was noted that it makes no progress; until it makes some.</summary>
    public bool IsNotedStalled { get; set; }

    /// <summary>Cancelled when the attempt is no longer this node's: taken away, ended by a person, or under a lease that is in doubt. Its result is dropped.</summary>
    public CancellationToken Token { get; }

    /// <summary>Notes what the handler says about its progress.</summary>
    public void Said(int percent, string? text, DateTimeOffset at)
    {
        lock (_gate)
        {
            Progress = (percent, text?.Replace('\0', ' '));
            (HasNews, LastSign, IsNotedStalled) = (true, at, false);
        }
    }

    /// <summary>What was said last, as told from now on.</summary>
    public (int Percent, string? Text) TakeNews()
    {
        lock (_gate)
        {
            HasNews = false;
            return Progress!.Value;
        }
    }

    /// <summary>Notes the checkpoint from which the attempt goes on if it is run again.</summary>
    public void CheckpointSaved(string checkpoint, DateTimeOffset at)
    {
        lock (_gate)
        {
            Claimed = Claimed with { Checkpoint = checkpoint };
            (LastSign, IsNotedStalled) = (at, false);
        }
    }

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
