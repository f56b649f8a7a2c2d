using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Engine;

/// <summary>An event that the database refuses fails nobody but itself.</summary>
public sealed class LaneTests(EngineFixture database) : IClassFixture<EngineFixture>
{
    [Fact]
    [Trait("Feature", "F074")]
    public async Task Lane_OneOfABatchIsRefused_TheOthersAreWritten()
    {
        await using var harness = await TaskerHarness.StartAsync(database.ConnectionString, handlers => handlers.AddHandler("test.ok", (_, _) => Task.FromResult(StepOutcome.Success())));
        var template = await harness.PublishAsync(Yaml);
        var lanes = harness.Services.GetRequiredService<FlowLanes>();
        await using var other = await harness.Data.Engine.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        var node = harness.Services.GetRequiredService<NodeLease>().Node;
        await FlowWriter.WriteAsync(other, node, [Creation(template.TemplateId, 1, "{}")], [], 0, CancellationToken.None);

        // The first waits for the other's identity; the next two become one batch behind it.
        var first = lanes.CreateAsync(Creation(template.TemplateId, 1, "{}"), 1, CancellationToken.None);
        await TaskerHarness.UntilAsync(() => harness.ScalarAsync<long>("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"), n => n > 0);
        var bad = lanes.CreateAsync(Creation(template.TemplateId, 2, "{"), 1, CancellationToken.None);
        var good = lanes.CreateAsync(Creation(template.TemplateId, 3, "{}"), 1, CancellationToken.None);
        await transaction.RollbackAsync();

        Assert.True(await first);
        await Assert.ThrowsAsync<PostgresException>(() => bad);
        Assert.True(await good);
    }

    private const string Yaml = """
        name: lane
        namespace_name: lanes
        version: 1.0.0
        steps:
          - name: only
            handler:
              callable: test.ok
        """;

    // The first four bytes choose the lane.
    private static NewTask Creation(int template, byte identity, string context) => new()
    {
        TaskId = TaskId.New(TimeProvider.System),
        TemplateId = template,
        IdentityHash = [0, 0, 0, 0, identity],
        Context = context,
        CorrelationId = Guid.CreateVersion7(),
        RequestedAt = TimeProvider.System.GetUtcNow(),
        MayClaim = true,
    };
}
