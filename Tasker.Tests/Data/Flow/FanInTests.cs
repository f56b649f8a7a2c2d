using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Flow;

/// <summary>Unblocking is exact when parents end at the same moment in different transactions.</summary>
public sealed class FanInTests(FlowDatabase database) : IClassFixture<FlowDatabase>
{
    private const int Parents = 1000;
    private const int Connections = 8;

    [Fact]
    [Trait("Feature", "F026")]
    [Trait("Feature", "F072")]
    public async Task Advance_1000ParentsOn8Connections_ChildIsClaimedOnce()
    {
        var edges = Enumerable.Range(0, Parents).Select(p => (p, Parents)).ToArray();
        var template = await database.TemplateAsync(Parents + 1, edges);
        var task = await database.TaskAsync(template, places: Parents);
        var claims = 0;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(lane => Task.Run(async () =>
        {
            for (var parent = lane; parent < Parents; parent += Connections)
            {
                var result = await database.EndAsync(task.Step(parent), StepState.Complete, places: 10);
                Assert.Single(result.Accepted);
                Interlocked.Add(ref claims, result.Claimed.Count);
            }
        })));

        Assert.Equal(1, claims);
        Assert.Equal(StepState.InProgress, await database.StateAsync(task.Step(Parents)));
        await database.EndAsync(task.Step(Parents), StepState.Complete);
        Assert.Equal(TaskState.Complete, await database.StateAsync(task));
        await database.AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F072")]
    [Trait("Feature", "F065")]
    public async Task Claim_50WorkersRaceForOneStep_OneGetsIt()
    {
        var template = await database.TemplateAsync(1, []);
        var task = await database.TaskAsync(template, places: 0);
        // More than one each, so that messages which other tests left do not keep anybody from this one.
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => database.ClaimAsync(10))));
        Assert.Single(results.SelectMany(r => r.Claimed), c => c.TaskId == task);
        Assert.Equal(StepState.InProgress, await database.StateAsync(task.Step(0)));
    }

    [Fact]
    [Trait("Feature", "F074")]
    public async Task Advance_SameEndTwice_SecondChangesNothing()
    {
        var template = await database.TemplateAsync(2, [(0, 1)]);
        var task = await database.TaskAsync(template, places: 1);
        Assert.Single((await database.EndAsync(task.Step(0), StepState.Complete)).Accepted);
        var second = await database.EndAsync(task.Step(0), StepState.Complete);
        Assert.Empty(second.Accepted);
        Assert.Equal(0, second.Queued);
        Assert.Equal(1, await database.MessagesAsync(task.Step(1)));
    }
}
