using Tasker.Data.Events;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Events;

/// <summary>An event is written with its end, by whoever writes the end, or not at all.</summary>
[Trait("Feature", "F126")]
[Trait("Feature", "F127")]
public sealed class DomainEventInsertTests : FlowDatabase
{
    [Theory]
    [InlineData("batch")]
    [InlineData("few")]
    [InlineData("dead node")]
    [InlineData("handed over")]
    public async Task End_IsAccepted_WritesItsEventsInTheSameTransaction(string way)
    {
        var task = await TaskAsync(await TemplateAsync(1, []), places: 1);

        await EndAsync(task, way);

        Assert.Equal(1, await ScalarAsync<long>("select count(*) from tasker.domain_events"));
        Assert.Equal("""{"payload": 1, "of": "x"}""".Length, (await ScalarAsync<string>("select payload::text from tasker.domain_events")).Length);
        // Written by the very transaction that moved the step.
        Assert.True(await ScalarAsync<bool>("select e.xmin = s.xmin and e.occurred_at = s.changed_at from tasker.domain_events e, tasker.steps s"));
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("few")]
    public async Task End_ComesTwice_TheSecondWritesNothing(string way)
    {
        var task = await TaskAsync(await TemplateAsync(1, []), places: 1);
        await EndAsync(task.Step(0), StepState.Complete);

        await EndAsync(task, way);

        Assert.Equal(0, await ScalarAsync<long>("select count(*) from tasker.domain_events"));
    }

    private async Task EndAsync(TaskId task, string way)
    {
        var end = new StepEnd(task, 0, 1, StepState.Complete, "1", null, TimeSpan.Zero, TimeSpan.FromMilliseconds(1), MayClaim: false)
        {
            Events = [new NewDomainEvent(Guid.CreateVersion7(), "done", "Ops", 1, 0, 0, "step_0", """{"of": "x", "payload": null}""")],
        };
        await using var connection = await Engine.OpenConnectionAsync();
        switch (way)
        {
            case "batch":
                await FlowWriter.WriteAsync(connection, Node, [], [end], 0, default);
                break;
            case "few":
                await FlowWriter.CompleteAsync(connection, Node, [(end, 0)], default);
                break;
            case "dead node":
                await FlowWriter.EndForDeadNodeAsync(connection, Node, Node, [end], default);
                break;
            default:
                await HandOverAsync(task.Step(0), StepState.Complete);
                await FlowWriter.AcceptAsync(connection, Node, [end with { Result = null }], default);
                break;
        }
    }
}
