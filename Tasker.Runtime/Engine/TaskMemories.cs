using System.Collections.Concurrent;
using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Engine;

/// <summary>
/// A bounded cache of <see cref="TaskMemory"/>: a chain of steps runs from memory, without asking the database for what was just
/// written. Whatever is not here is read; so it may forget at any time, oldest first.
/// </summary>
internal sealed class TaskMemories(TaskerDataSource data, EngineOptions options)
{
    private readonly ConcurrentDictionary<TaskId, TaskMemory> _tasks = new();
    private readonly ConcurrentQueue<TaskId> _order = new();
    private readonly long _most = options.TaskMemoryMegabytes * 1024L * 1024L;
    private long _bytes;

    public int Count => _tasks.Count;

    /// <summary>Begins to remember a task; what is known of it stays, unless results were taken back since.</summary>
    /// <param name="task">The task.</param>
    /// <param name="context">Its input.</param>
    /// <param name="correlationId">Its correlation id.</param>
    /// <param name="templateId">Its template version.</param>
    /// <param name="resets">How often finished steps had been sent back when this was read.</param>
    public void Put(TaskId task, string context, Guid correlationId, int templateId, int resets = 0)
    {
        // Once results of a task were taken back, all its steps come through the queue: so whoever runs one has been here first.
        if (_tasks.TryGetValue(task, out var known) && known.Resets < resets) Forget(task);
        var memory = new TaskMemory(context, correlationId, templateId, resets);
        if (!_tasks.TryAdd(task, memory)) return;
        Interlocked.Add(ref _bytes, memory.Bytes);
        _order.Enqueue(task);
        Shrink();
    }

    public void Remember(TaskId task, int stepNo, string result)
    {
        if (_tasks.TryGetValue(task, out var memory)) Interlocked.Add(ref _bytes, memory.Remember(stepNo, result));
    }

    public void Forget(TaskId task)
    {
        if (_tasks.TryRemove(task, out var memory)) Interlocked.Add(ref _bytes, -memory.Bytes);
    }

    /// <summary>The task with the results of the given steps, from memory where it can be.</summary>
    /// <returns>Null when there is no such task.</returns>
    public async ValueTask<TaskMemory?> GetAsync(TaskId task, IReadOnlyList<int> steps, CancellationToken ct)
    {
        if (!_tasks.TryGetValue(task, out var memory))
        {
            if (await AttemptReader.TaskAsync(data.Engine, task, ct) is not { } found) return null;
            Put(task, found.Context, found.CorrelationId, found.TemplateId, found.Resets);
            if (!_tasks.TryGetValue(task, out memory)) memory = new TaskMemory(found.Context, found.CorrelationId, found.TemplateId, found.Resets);
        }

        var missing = steps.Where(s => !memory.Results.ContainsKey(s)).ToArray();
        if (missing.Length == 0) return memory;
        foreach (var (stepNo, result) in await AttemptReader.ResultsAsync(data.Engine, task, missing, ct))
        {
            Interlocked.Add(ref _bytes, memory.Remember(stepNo, result));
        }

        return memory;
    }

    private void Shrink()
    {
        // Ids of forgotten tasks stay in the order until they come up; they must not pile up either.
        while ((Interlocked.Read(ref _bytes) > _most || _order.Count > 2 * _tasks.Count + 1000) && _order.TryDequeue(out var oldest))
        {
            if (Interlocked.Read(ref _bytes) > _most) Forget(oldest);
            else if (_tasks.ContainsKey(oldest)) _order.Enqueue(oldest);
        }
    }
}
