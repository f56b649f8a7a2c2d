using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Checks;
using Tasker.Data.Workflow;
using Tasker.Runtime.Maintenance;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Recovery;

/// <summary>A node that looks for attempts it may have been given without its knowledge, while it works.</summary>
public sealed class AdoptionTests : TestDatabase
{
    private const int Tasks = 1500;

    [Fact]
    [Trait("Feature", "F073")]
    public async Task AnswersLost_WhileStepsEnd_NoneOfThemRunsAgain()
    {
        var runs = new ConcurrentDictionary<StepId, int>();
        await using var node = await TaskerHarness.StartAsync(ConnectionString, b => b.AddHandler("counted", (context, _) =>
        {
            runs.AddOrUpdate(context.StepId, 1, (_, n) => n + 1);
            return Task.FromResult(StepOutcome.Success());
        }));
        await node.PublishAsync("""
            name: counted
            namespace_name: adoption
            version: "1.0.0"
            identity_strategy: always_unique
            steps:
              - { name: a, handler: { callable: counted } }
              - { name: b, dependencies: [a], handler: { callable: counted } }
              - { name: c, dependencies: [b], handler: { callable: counted } }
              - { name: d, dependencies: [c], handler: { callable: counted } }
            """);
        var outcomes = node.Services.GetRequiredService<FlowOutcomes>();
        var check = ActivatorUtilities.CreateInstance<HeldStepCheck>(node.Services);

        var tasks = Task.WhenAll(Enumerable.Range(0, Tasks).Select(_ => node.SubmitAsync("adoption", "counted", new { })));
        await TaskerHarness.UntilAsync(
            async () =>
            {
                for (var i = 0; i < 20; i++)
                {
                    outcomes.AnswerLost();
                    await check.RunOnceAsync(CancellationToken.None);
                    await check.RunOnceAsync(CancellationToken.None);
                }

                return await node.ScalarAsync<long>("select count(*) from tasker.tasks where state = 9");
            },
            done => done == Tasks,
            done => $"{done} complete",
            TaskerHarness.LongPatience);

        await tasks;
        Assert.Equal(4 * Tasks, runs.Count);
        Assert.DoesNotContain(runs, r => r.Value != 1);
        Assert.Empty(await Checker.RunAsync(node.Data.Console, quiescent: true, CancellationToken.None));
    }
}
