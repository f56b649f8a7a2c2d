using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Checks;
using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Maintenance;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Maintenance;

/// <summary>The job in a running engine: under its lease, with its options, counted.</summary>
[Trait("Feature", "F009")]
public sealed class RetentionJobTests : TestDatabase
{
    private const string Yaml = """
        name: kept
        namespace_name: retention
        version: "1.0.0"
        steps:
          - name: a
            handler: { callable: retention.noop }
          - name: b
            handler: { callable: retention.noop }
            dependencies: [a]
        """;

    // Moves a task two days into the past; its id says when it was made.
    private const string Age = """
        with old as materialized (
            select t.task_id as was, (lpad(to_hex(('x' || substr(h.hex, 1, 12))::bit(48)::bigint - 2 * 86400000), 12, '0') || substr(h.hex, 13))::uuid as id
            from tasker.tasks t, lateral (select replace(t.task_id::text, '-', '') as hex) h
        ), steps as (
            update tasker.steps s set task_id = o.id from old o where s.task_id = o.was
        ), history as (
            update tasker.transitions r set task_id = o.id from old o where r.task_id = o.was
        )
        update tasker.tasks t set task_id = o.id, completed_at = t.completed_at - interval '2 days' from old o where t.task_id = o.was
        """;

    [Fact]
    public async Task RunOnce_TwoNodes_OldTasksGoOnceAndTheirIdentityIsFree()
    {
        await using var one = await StartAsync(days: 1);
        await using var two = await StartAsync(days: 1);
        await one.PublishAsync(Yaml);
        for (var i = 0; i < 20; i++) Assert.IsType<TaskRequestOutcome.Created>(await RequestAsync(one, i));
        Assert.IsNotType<TaskRequestOutcome.Created>(await RequestAsync(one, 3));
        await UntilCompleteAsync(one, 20);
        await one.ExecuteAsync(Age);
        for (var i = 20; i < 23; i++) Assert.IsType<TaskRequestOutcome.Created>(await RequestAsync(one, i));
        await UntilCompleteAsync(one, 23);

        var ran = await Task.WhenAll(Job(one).RunOnceAsync(CancellationToken.None), Job(two).RunOnceAsync(CancellationToken.None));

        // The duty is one node's.
        Assert.Single(ran, r => r);
        Assert.Equal(20, Figures(one).Tasks + Figures(two).Tasks);
        Assert.Equal(40, Figures(one).Steps + Figures(two).Steps);
        Assert.Equal(3, await one.ScalarAsync<long>("select count(*) from tasker.tasks"));
        Assert.Empty(await Checker.RunAsync(one.Data.Console, quiescent: true, CancellationToken.None));
        Assert.IsType<TaskRequestOutcome.Created>(await RequestAsync(one, 3));
        Assert.IsNotType<TaskRequestOutcome.Created>(await RequestAsync(one, 21));
    }

    [Fact]
    public async Task Loop_Enabled_DeletesByItself()
    {
        await using var node = await StartAsync(days: 1, enabled: true);
        await node.PublishAsync(Yaml);
        await RequestAsync(node, 1);
        await UntilCompleteAsync(node, 1);
        await node.ExecuteAsync(Age);

        await TaskerHarness.UntilAsync(() => node.ScalarAsync<long>("select count(*) from tasker.tasks"), left => left == 0);
    }

    [Fact]
    public async Task Loop_NotEnabled_DoesNotRun()
    {
        await using var node = await StartAsync(days: 1);

        Assert.DoesNotContain("retention", node.Services.GetRequiredService<NodeFigures>().Read().Loops.Select(l => l.Name));
    }

    private static RetentionJob Job(TaskerHarness node) => node.Services.GetRequiredService<RetentionJob>();

    private static RetentionSnapshot Figures(TaskerHarness node) => node.Services.GetRequiredService<NodeFigures>().Read().Retention!;

    private static Task<TaskRequestOutcome> RequestAsync(TaskerHarness node, int n) => node.RequestAsync(
        new TaskRequest { Namespace = "retention", Name = "kept", Context = JsonSerializer.SerializeToElement(new { n }) });

    private static Task<long> UntilCompleteAsync(TaskerHarness node, long tasks) =>
        TaskerHarness.UntilAsync(() => node.ScalarAsync<long>("select count(*) from tasker.tasks where phase = 2"), complete => complete == tasks);

    private Task<TaskerHarness> StartAsync(int days, bool enabled = false) => TaskerHarness.StartAsync(
        ConnectionString,
        tasker => tasker.AddHandler("retention.noop", (_, _) => Task.FromResult<StepOutcome>(new StepOutcome.Succeeded("1"))),
        settings =>
        {
            settings["Tasker:Retention:KeepDays"] = days.ToString(System.Globalization.CultureInfo.InvariantCulture);
            settings["Tasker:Retention:Enabled"] = enabled.ToString();
            settings["Tasker:Retention:Interval"] = "00:00:01";
            settings["Tasker:Retention:BatchTasks"] = "7";
        });
}
