using System.Globalization;
using Tasker.Runtime.Engine;

namespace Tasker.Web.Bench;

/// <summary>What <c>tasker bench</c> was asked to do.</summary>
/// <param name="Workload">The workload; null with a backlog.</param>
/// <param name="Units">Units measured.</param>
/// <param name="Concurrency">Handlers at a time, of each worker.</param>
/// <param name="History">Finished tasks that are in the tables before.</param>
/// <param name="Backlog">One-step tasks to queue and drain; 0 for none.</param>
/// <param name="Sustain">How long to keep the load; null: the workload's units.</param>
/// <param name="Workers">Worker processes besides this one, which is then the orchestrator; 0: one process is both.</param>
internal sealed record BenchPlan(
    BenchWorkload? Workload, int Units, int Concurrency, int History, int Backlog, TimeSpan? Sustain, int Workers)
{
    private const int Most = 10_000_000;

    /// <summary>The plan, or a sentence about what is wrong.</summary>
    public static (BenchPlan? Plan, string? Problem) Of(
        string? name, int? units, int concurrency, int history, int backlog, string? sustain, string? roles)
    {
        var workload = name is null ? null : BenchWorkload.Find(name);
        if (sustain is not null && name is null) workload = BenchWorkload.Find("linear4-burst");
        if (backlog == 0 && workload is null)
        {
            return (null, $"no workload '{name}'; there are: {string.Join(" ", BenchWorkload.All.Select(w => w.Name))}");
        }

        if (units is < 1 or > Most) return (null, "--n must be 1 to 10,000,000");
        if (history is < 0 or > Most || backlog is < 0 or > Most) return (null, "--history and --backlog must be 1 to 10,000,000");
        if (concurrency is < 1 or > 10_000) return (null, "--concurrency must be 1 to 10,000");
        if (backlog > 0 && (name ?? sustain) is not null) return (null, "--backlog has a workload of its own: name none, and no --sustain");
        var length = Length(sustain);
        if (sustain is not null && length is null) return (null, $"--sustain '{sustain}' is no time; write 90s, 10m or 2h, from 1s to 24h");
        var (workers, problem) = WorkersOf(roles);
        if (problem is not null) return (null, problem);
        if (workers > 0 && (backlog > 0 || sustain is not null || workload is not { Burst: true }))
        {
            return (null, "--roles needs a burst workload: one at a time and minute by minute is measured inside one process");
        }

        return (new BenchPlan(workload, units ?? workload?.Units ?? backlog, concurrency, history, backlog, length, workers), null);
    }

    private static TimeSpan? Length(string? text)
    {
        if (text is not { Length: > 1 } || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        var seconds = text[^1] switch
        {
            's' => (long)number,
            'm' => number * 60L,
            'h' => number * 3600L,
            _ => 0,
        };
        return seconds is >= 1 and <= 86_400 ? TimeSpan.FromSeconds(seconds) : null;
    }

    // One process for each role that is named; the orchestrator is this one, because it submits.
    private static (int Count, string? Problem) WorkersOf(string? roles)
    {
        if (roles is null) return (0, null);
        var names = roles.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var workers = names.Count(n => string.Equals(n, nameof(NodeRoles.Worker), StringComparison.OrdinalIgnoreCase));
        var orchestrators = names.Count(n => string.Equals(n, nameof(NodeRoles.Orchestrator), StringComparison.OrdinalIgnoreCase));
        return workers is >= 1 and <= 32 && orchestrators == 1 && workers + orchestrators == names.Length
            ? (workers, null)
            : (0, $"--roles '{roles}' must name one orchestrator and 1 to 32 workers, a process each: orchestrator,worker,worker");
    }
}
