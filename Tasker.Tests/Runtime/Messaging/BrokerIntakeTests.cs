using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Messaging.Relay;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Messaging;

/// <summary>The worker's side of a broker, one call at a time.</summary>
public sealed class BrokerIntakeTests : TestDatabase
{
    [Fact]
    [Trait("Feature", "F041")]
    [Trait("Feature", "F045")]
    public async Task Message_ArrivesAtANodeThatTakesNothing_GoesBackAndNothingIsClaimed()
    {
        await using var node = await TaskerHarness.StartAsync(
            ConnectionString,
            b => b.AddHandler("nothing", (_, _) => Task.FromResult(StepOutcome.Success())),
            s => s["Tasker:Messaging:Provider"] = "InMemory");
        await node.PublishAsync("""
            name: one
            namespace_name: intake
            version: "1.0.0"
            steps:
              - { name: only, handler: { callable: nothing } }
            """);
        node.Services.GetRequiredService<WakeUp>().Switch(WakeUpMode.Disabled);
        var task = await node.SubmitAsync("intake", "one", new { });

        // As a receive that was under way when the node was switched off.
        var taken = await node.Services.GetRequiredService<BrokerIntake>().RunOnceAsync("worker_intake_queue", TaskerHarness.Patience, CancellationToken.None);

        Assert.Equal(0, taken);
        Assert.Equal(StepState.Enqueued, (await node.StepAsync(task, "only")).State);
        node.Services.GetRequiredService<WakeUp>().Switch(WakeUpMode.Hybrid);
        await node.WaitForAsync(task, TaskState.Complete);
    }
}
