using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Templates;
using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Templates;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Growth;

/// <summary>Publishing as the product does it, and what a grown task looks like.</summary>
internal static class GrowthHarness
{
    public static async Task PublishGrownAsync(this TaskerHarness node, string yaml)
    {
        var store = new TemplateStore(
            new TemplateRows(node.Data), node.Services.GetRequiredService<TemplateCatalog>(), node.Services.GetRequiredService<EngineOptions>(), TimeProvider.System);
        var outcome = await store.PublishAsync(new PublishRequest(yaml, "tests"), CancellationToken.None);
        Assert.True(outcome is PublishOutcome.Published or PublishOutcome.Unchanged, outcome.ToString());
    }

    public static async Task<string[]> NamesAsync(this TaskerHarness node, TaskId task) => [.. (await node.StepsAsync(task)).Select(s => s.Name)];

    /// <summary>Counters as they are, and as the steps say they should be.</summary>
    public static async Task AssertCountersAsync(this TaskerHarness node, TaskId task)
    {
        var wrong = await node.ScalarAsync<long>(
            """
            select count(*) from tasker.tasks t
            where t.task_id = $1 and (
                t.steps_total <> (select count(*) from tasker.steps s where s.task_id = t.task_id)
                or t.steps_left <> (select count(*) from tasker.steps s where s.task_id = t.task_id and s.state not in (7, 10))
                or exists (select 1 from tasker.steps s where s.task_id = t.task_id and s.waits <> (
                    select count(*) from tasker.task_edges e join tasker.steps p on p.task_id = e.task_id and p.step_no = e.from_no
                    where e.task_id = s.task_id and e.to_no = s.step_no and p.state not in (7, 10)) + coalesce((s.place = 2)::int, 0)))
            """,
            task.Value);
        Assert.Equal(0, wrong);
    }
}
