using Tasker.Data.Workflow;
using Tasker.Tests.Runtime.Operations;
using Tasker.Tests.Support;

namespace Tasker.Tests.Data.Checks;

/// <summary>A database in which everything happened that can happen, by the product's own statements.</summary>
public sealed class GoodData : FlowDatabase
{
    /// <summary>Tasks by what became of them.</summary>
    public Dictionary<string, TaskId> Tasks { get; } = [];

    /// <inheritdoc/>
    protected override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        using var acts = new OperationsFixture(this);
        var chain = await TemplateAsync(3, [(0, 1), (1, 2)]);
        var diamond = await TemplateAsync(4, [(0, 1), (0, 2), (1, 3), (2, 3)]);
        var loose = await TemplateAsync(3, []);

        var done = Tasks["done"] = await TaskAsync(chain, places: 1);
        foreach (var step in Enumerable.Range(0, 3)) await EndAsync(done.Step(step), StepState.Complete, places: 1);

        // Claimed from the queue: nothing else is in it yet.
        var reset = Tasks["reset"] = await TaskAsync(chain, places: 1);
        await EndAsync(reset.Step(0), StepState.Error);
        await acts.RetryAsync(reset.Step(0));
        await ClaimAsync(1);

        // Its steps: complete, in progress, enqueued, pending.
        var running = Tasks["running"] = await TaskAsync(diamond, places: 1);
        await EndAsync(running.Step(0), StepState.Complete, places: 1);

        // Its steps: complete, two workers with a place, and one that needs one.
        var batch = Tasks["batch"] = await TaskAsync(await TemplateAsync(4, [(0, 1), (0, 2), (0, 3)]), places: 1);
        await ExecuteAsync(
            $"""
            update tasker.steps
            set template_step_no = 1, name = 'worker_' || step_no, place = case step_no when 3 then 2 else 1 end, waits = case step_no when 3 then 2 else 1 end
            where task_id = '{batch}' and step_no > 0;
            insert into tasker.batches (task_id, worker_no, parallelism, strategy) values ('{batch}', 1, 2, 1)
            """);
        await EndAsync(batch.Step(0), StepState.Complete, places: 1);

        // Its steps: handed over as a success and as a failure, and waiting for a retry.
        var waiting = Tasks["waiting"] = await TaskAsync(loose, places: 3);
        await HandOverAsync(waiting.Step(0), StepState.Complete);
        await HandOverAsync(waiting.Step(1), StepState.Error);
        await EndAsync(waiting.Step(2), StepState.WaitingForRetry, delay: TimeSpan.FromHours(1));

        var retried = Tasks["retried"] = await TaskAsync(chain, places: 1);
        await EndAsync(retried.Step(0), StepState.WaitingForRetry);
        await StageRetriesAsync();

        Tasks["cancelled"] = await TaskAsync(chain);
        await acts.CancelAsync(Tasks["cancelled"]);
        await acts.CancelAsync(Tasks["cancelled"]);

        var byHand = Tasks["byhand"] = await TaskAsync(chain);
        await acts.ResolveAsync(byHand.Step(0));
        await acts.CompleteAsync(byHand.Step(1));
        await acts.FailAsync(byHand.Step(2));

        Tasks["closed"] = await TaskAsync(loose, places: 2);
        await acts.ResolveAsync(Tasks["closed"]);
        await ExecuteAsync(Unpack.Replace("{packed}", Tasks["waiting"].ToString(), StringComparison.Ordinal));
    }

    /// <summary>
    /// Gives every move a row of its own, which means the same to the checker, so that a test can damage one move. One task keeps its packed rows.
    /// </summary>
    private const string Unpack = """
        insert into tasker.transitions (seq, xid, task_id, step_no, at, path, attempt, node_id, elapsed_us, actor, detail)
        overriding system value
        select m.seq, m.xid, m.task_id, m.step_no, m.at, m.path, m.attempt, m.node_id, m.elapsed_us, m.actor, m.detail
        from tasker.moves m
        where m.part > 0 and m.task_id <> '{packed}';
        update tasker.transitions set task_path = null, queued = null, claimed = null where task_id <> '{packed}'
        """;
}
