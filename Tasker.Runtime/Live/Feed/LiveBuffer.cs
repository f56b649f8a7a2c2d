using Tasker.Data.Workflow;

namespace Tasker.Runtime.Live;

/// <summary>What a subscription holds until its reader comes: bounded, in feed order, latest of each entity when it conflates. Not thread-safe.</summary>
internal sealed class LiveBuffer(int capacity, bool conflate)
{
    private readonly LinkedList<LiveEvent> _events = [];
    private readonly Dictionary<(LiveEventKind, TaskId, int), LinkedListNode<LiveEvent>> _latest = [];
    private long _conflated;
    private long _through;
    private bool _gap;

    public int Count => _events.Count;

    public void Add(LiveEvent change)
    {
        _through = change.Seq;
        var key = (change.Kind, change.TaskId, change.StepNo ?? -1);
        if (conflate && _latest.Remove(key, out var earlier))
        {
            _events.Remove(earlier);
            _conflated++;
        }
        else if (_events.Count >= capacity)
        {
            DropOldest();
        }

        var node = _events.AddLast(change);
        if (conflate) _latest[key] = node;
    }

    /// <summary>Events were lost somewhere before <paramref name="through"/>: what is held is worth nothing.</summary>
    public void MarkGap(long through)
    {
        _events.Clear();
        _latest.Clear();
        _gap = true;
        _through = through;
    }

    /// <summary>Nothing for this buffer happened up to <paramref name="through"/>.</summary>
    public void Pass(long through) => _through = Math.Max(_through, through);

    public LiveBatch Take()
    {
        var batch = new LiveBatch([.. _events], _gap, _conflated, _through);
        _events.Clear();
        _latest.Clear();
        _conflated = 0;
        _gap = false;
        return batch;
    }

    private void DropOldest()
    {
        var oldest = _events.First!.Value;
        _events.RemoveFirst();
        if (conflate) _latest.Remove((oldest.Kind, oldest.TaskId, oldest.StepNo ?? -1));
        _gap = true;
    }
}
