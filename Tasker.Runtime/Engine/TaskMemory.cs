using System.Collections.Concurrent;

namespace Tasker.Runtime.Engine;

/// <summary>What a node remembers of a task under way: its input and the results of its steps, as committed.</summary>
internal sealed class TaskMemory(string context, Guid correlationId, int templateId)
{
    private long _bytes = 2L * context.Length;

    public string Context { get; } = context;

    public Guid CorrelationId { get; } = correlationId;

    public int TemplateId { get; } = templateId;

    public ConcurrentDictionary<int, string> Results { get; } = new();

    /// <summary>About what it takes up.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public long Remember(int stepNo, string result)
    {
        if (!Results.TryAdd(stepNo, result)) return 0;
        var bytes = 100 + 2L * result.Length;
        Interlocked.Add(ref _bytes, bytes);
        return bytes;
    }
}
