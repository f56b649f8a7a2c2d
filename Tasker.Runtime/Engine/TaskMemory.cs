using System.Collections.Concurrent;

namespace Tasker.Runtime.Engine;

/// <summary>What a node remembers of a task under way: its input and the results of its steps, as committed.</summary>
internal sealed class TaskMemory(string context, Guid correlationId, int templateId, int resets)
{
    private long _bytes = 2L * context.Length;

    public string Context { get; } = context;

    public Guid CorrelationId { get; } = correlationId;

    public int TemplateId { get; } = templateId;

    /// <summary>How often finished steps of the task had been sent back when this was read; later, results may have been taken back.</summary>
    public int Resets { get; } = resets;

    public ConcurrentDictionary<int, string> Results { get; } = new();

    /// <summary>About what it takes up.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public long Remember(int stepNo, string result)
    {
        var bytes = 100 + 2L * result.Length;
        if (!Results.TryAdd(stepNo, result))
        {
            // The same in nearly every case; a step that was sent back has another.
            Results[stepNo] = result;
            return 0;
        }

        Interlocked.Add(ref _bytes, bytes);
        return bytes;
    }
}
