using System.Collections.Concurrent;
using Tasker.Data.Checks;
using Tasker.Data.Flow;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Chaos;

/// <summary>
/// Runs the crash cases, a few at a time because they mostly wait for leases to end, each on a copy of one prepared database. A test asks
/// for the outcome of its case; the first one starts them all.
/// </summary>
public sealed class CrashRuns : TestDatabase
{
    private const int AtATime = 4;
    private const int Tasks = 3;
    private static readonly string[] Pace =
        ["--Tasker:Engine:Lease=00:00:02", "--Tasker:Engine:PollInterval=00:00:00.500", "--Tasker:Samples:Enabled=false"];

    private readonly ConcurrentDictionary<CrashCase, Lazy<Task<CrashOutcome>>> _runs = new();
    private static readonly SemaphoreSlim Places = new(AtATime, AtATime);

    public Task<CrashOutcome> OutcomeAsync(CrashCase wanted)
    {
        foreach (var other in CrashCase.Chosen) _ = RunOf(other).Value;
        return RunOf(wanted).Value;
    }

    /// <summary>Runs a case once more when no other runs: where a time is wanted, the others must not be measured.</summary>
    public async Task<CrashOutcome> AloneAsync(CrashCase wanted)
    {
        for (var place = 0; place < AtATime; place++) await Places.WaitAsync();
        try
        {
            await using var database = await DatabaseCopy.OfAsync(ConnectionString);
            return await RunAsync(wanted, database.ConnectionString);
        }
        finally
        {
            Places.Release(AtATime);
        }
    }

    protected override async Task PrepareAsync()
    {
        await using var node = await TaskerHarness.StartAsync(ConnectionString, ChaosWorkflow.Register);
        await node.PublishAsync(ChaosWorkflow.Yaml);
        await node.ExecuteAsync(ChaosWorkflow.Tables);
    }

    protected override Task CleanUpAsync() => Task.WhenAll(_runs.Values.Select(r => r.Value)).ContinueWith(_ => { }, TaskScheduler.Default);

    private Lazy<Task<CrashOutcome>> RunOf(CrashCase one) => _runs.GetOrAdd(one, c => new Lazy<Task<CrashOutcome>>(() => Task.Run(() => RunAsync(c))));

    private async Task<CrashOutcome> RunAsync(CrashCase one)
    {
        await Places.WaitAsync();
        try
        {
            await using var database = await DatabaseCopy.OfAsync(ConnectionString);
            return await RunAsync(one, database.ConnectionString);
        }
        finally
        {
            Places.Release();
        }
    }

    private static async Task<CrashOutcome> RunAsync(CrashCase one, string database)
    {
        var isLocal = one.Victim == CrashCase.Everything;
        var others = one.Victim switch { "worker" => "web,orchestrator", "orchestrator" => "web,worker", _ => "web" };
        if (one.Orphans) await LeaveOrphansAsync(database);
        await using var helper = await StartAsync(database, others, "Distributed");
        using var victim = await NodeProcess.StartAsync(
            database,
            [.. Pace, $"--Tasker:Engine:Roles={one.Victim}", $"--Tasker:Chaos:CrashAt={one.Point}", $"--submit={(isLocal ? Tasks : 0)}", $"--slow={one.SlowMs}"]);
        if (!isLocal) await SubmitAsync(helper, one.SlowMs);
        await victim.WaitForExitAsync();

        await using var survivor = await StartAsync(database, CrashCase.Everything, isLocal ? "Local" : "Distributed");
        // Whoever got no answer asks again.
        await SubmitAsync(helper, one.SlowMs);
        await TaskerHarness.UntilAsync(
            () => survivor.ScalarAsync<long>("select count(*) from tasker.tasks where state = 9"), n => n == Tasks, n => $"{one}: {n} tasks complete",
            TaskerHarness.LongPatience);
        await TaskerHarness.UntilAsync(
            () => survivor.ScalarAsync<long>("select count(*) from tasker.domain_events where state = 0"), n => n == 0, n => $"{one}: {n} events to be published",
            TaskerHarness.LongPatience);
        return new CrashOutcome(
            victim.ExitCode,
            [.. (await Checker.RunAsync(survivor.Data.Console, quiescent: true, CancellationToken.None)).Select(v => $"{v.Id}: {string.Join(" ", v.Rows)}")],
            await survivor.ScalarAsync<long>(ChaosWorkflow.WrongEffects),
            await survivor.ScalarAsync<long>(ChaosWorkflow.RunTwice),
            await survivor.ScalarAsync<long>("select count(*) from tasker.tasks"),
            await survivor.ScalarAsync<double>(
                """
                select coalesce(max(extract(epoch from n.at - $2)), 0)::double precision
                from tasker.step_attempts a
                cross join lateral (
                    select min(b.started_at) as at from tasker.step_attempts b
                    where b.task_id = a.task_id and b.step_no = a.step_no and b.attempt > a.attempt) n
                where a.node_id in (select d.node_id from tasker.nodes d where d.pid = $1) and (a.ended_at is null or a.ended_at > $2)
                """,
                victim.Id,
                victim.ExitedAt.ToUniversalTime()))
        {
            WrongEvents = await survivor.ScalarAsync<long>(ChaosWorkflow.WrongEvents),
        };
    }

    private static Task<TaskerHarness> StartAsync(string database, string roles, string path) => TaskerHarness.StartAsync(
        database,
        ChaosWorkflow.Register,
        s =>
        {
            s["Tasker:Engine:Roles"] = roles;
            s["Tasker:Engine:Path"] = path;
            s["Tasker:Engine:Lease"] = "00:00:02";
            s["Tasker:Engine:PollInterval"] = "00:00:00.500";
        });

    private static Task<TaskRequestOutcome[]> SubmitAsync(TaskerHarness node, int slowMs) =>
        Task.WhenAll(Enumerable.Range(0, Tasks).Select(i => node.RequestAsync(ChaosWorkflow.Request(i, slowMs))));

    // The first task as a node leaves it that claimed its root and died.
    private static async Task LeaveOrphansAsync(string database)
    {
        await using var node = await StartAsync(database, "web", "Distributed");
        var dead = await node.ScalarAsync<int>(
            """
            insert into tasker.nodes (instance, host, pid, roles, started_at, renewed_at, lease_until)
            values (gen_random_uuid(), 'gone', 1, 'worker', clock_timestamp(), clock_timestamp(), clock_timestamp() + interval '300 milliseconds')
            returning node_id
            """);
        Assert.IsType<TaskRequestOutcome.Created>(await node.RequestAsync(ChaosWorkflow.Request(0, 0)));
        await using var connection = await node.Data.Engine.OpenConnectionAsync();
        var claimed = await FlowWriter.ClaimAsync(connection, dead, QueueName.Of("chaos"), 10, CancellationToken.None);
        Assert.Single(claimed.Claimed);
    }
}
