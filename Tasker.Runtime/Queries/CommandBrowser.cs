using Tasker.Data.Reads;

namespace Tasker.Runtime.Queries;

/// <summary>What people did, over all tasks.</summary>
public sealed class CommandBrowser
{
    /// <summary>Commands, newest first.</summary>
    public Task<KeysetPage<CommandItem>> ListAsync(PageRequest page, CancellationToken ct) => throw new NotSupportedException();
}
