using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Queries;

/// <summary>What people did, over all tasks.</summary>
public sealed class CommandBrowser(CommandReads commands)
{
    /// <summary>Commands, newest first.</summary>
    public Task<KeysetPage<CommandItem>> ListAsync(PageRequest page, CancellationToken ct) => ReadAsync(commands, task: null, page, ct);

    internal static async Task<KeysetPage<CommandItem>> ReadAsync(CommandReads commands, TaskId? task, PageRequest page, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(page);
        var pager = new Pager($"commands {task}", page);
        if (pager.Open() is { } problem) return KeysetPage<CommandItem>.Refused(problem);
        var found = await commands.ListAsync(task, pager.Key ?? Guid.AllBitsSet, pager.IsNewer, pager.Ask, ct);
        return pager.Close(found, c => c.CommandId);
    }
}
