using Tasker.Data.Checks;
using Tasker.Data.Workflow;
using Tasker.Tests.Runtime.Operations;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Checks;

[Trait("Feature", "Checker")]
public sealed class QuiescenceTests : FlowDatabase
{
    [Fact]
    public async Task RunAsync_EverythingEnded_FindsNothing()
    {
        await EndEverythingAsync();

        Assert.Empty(await QuiescentAsync());
    }

    [Fact]
    public async Task RunAsync_TaskThatCanNeverGoOn_FindsI03()
    {
        await EndEverythingAsync();
        var task = await TaskAsync(await TemplateAsync(2, [(0, 1)]));
        // The parent was cancelled alone, which no act does (hence B05): the child waits for ever.
        await ExecuteAsync(
            $"""
            do $$
            declare
                at timestamptz := clock_timestamp();
            begin
                delete from pgmq.q_worker_ops_queue;
                update tasker.steps set state = 9, changed_at = at where task_id = '{task}' and step_no = 0;
                update tasker.tasks set state = 6, steps_active = 0, changed_at = at where task_id = '{task}';
                insert into tasker.transitions (task_id, step_no, at, path, actor)
                values ('{task}', 0, at, '\x0209', 'user:ana'), ('{task}', null, at, '\x040506', null);
                insert into tasker.operator_commands (command_id, kind, task_id, step_no, actor, requested_at, outcome)
                values (gen_random_uuid(), 'other', '{task}', 0, 'user:ana', at, 'applied');
            end
            $$
            """);

        Assert.Equal(["B05", "I03"], (await QuiescentAsync()).Select(v => v.Id));
    }

    [Fact]
    public async Task RunAsync_RetryParkedBehindAFailure_FindsI04()
    {
        await EndEverythingAsync();
        var task = await TaskAsync(await TemplateAsync(2, [], stopOnFailure: true), places: 2);
        await EndAsync(task.Step(0), StepState.WaitingForRetry);
        await EndAsync(task.Step(1), StepState.Error);

        Assert.Equal(["I04"], (await QuiescentAsync()).Select(v => v.Id));
    }

    [Fact]
    public async Task RunAsync_MessageLeft_FindsI05()
    {
        await EndEverythingAsync();
        await ExecuteAsync("insert into pgmq.q_orchestration_task_requests (vt, message) values (now(), '{}')");

        Assert.Equal(["I05"], (await QuiescentAsync()).Select(v => v.Id));
    }

    private async Task EndEverythingAsync()
    {
        var chain = await TemplateAsync(2, [(0, 1)]);
        var done = await TaskAsync(chain, places: 1);
        await EndAsync(done.Step(0), StepState.Complete, places: 1);
        await EndAsync(done.Step(1), StepState.Complete);
        var blocked = await TaskAsync(chain, places: 1);
        await EndAsync(blocked.Step(0), StepState.Error);
        using var acts = new OperationsFixture(this);
        await acts.CancelAsync(await TaskAsync(chain));
    }

    private Task<IReadOnlyList<Violation>> QuiescentAsync() => Checker.RunAsync(Data.Console, quiescent: true, CancellationToken.None);
}
