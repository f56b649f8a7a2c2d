using System.Text.Json;
using Npgsql;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Tasker.Tests.Unit.Templates;
using Xunit;

namespace Tasker.Tests.Data.Reads;

/// <summary>On 200,000 tasks no list reads the table from end to end, and none looks at many more rows than it shows.</summary>
public sealed class IndexUseTests(IndexUseTests.LargeDatabase database) : IClassFixture<IndexUseTests.LargeDatabase>
{
    public static readonly TheoryData<string> Questions = ["all", "error", "problem", "ended", "retry", "template", "templateErrors", "initiator", "older"];

    [Theory]
    [MemberData(nameof(Questions))]
    [Trait("Feature", "F100")]
    public async Task Page_OfManyTasks_FollowsAnIndex(string question)
    {
        var sql = new TaskListSql(Question(question));
        var bound = sql.Filters ? 20_000 : 51;

        var plan = await ExplainAsync(sql.Page, sql.Parameters(bound, 51));

        Assert.DoesNotContain(plan, node => node.Type == "Seq Scan" && node.Relation == "tasks");
        Assert.True(plan.Where(n => n.Relation == "tasks").Sum(n => n.Rows) <= (sql.Filters ? 20_100 : 1_000), Text(plan));
    }

    [Fact]
    public async Task Count_OfManyTasks_StopsAtItsBound()
    {
        var sql = new TaskListSql(new TaskQuery());

        var plan = await ExplainAsync(sql.Count, sql.Parameters(10_001, 0));

        Assert.True(plan.Where(n => n.Relation == "tasks").Max(n => n.Rows) <= 10_001, Text(plan));
    }

    private TaskQuery Question(string name) => name switch
    {
        "all" => new TaskQuery(),
        "older" => new TaskQuery { Before = database.Middle },
        "error" => new TaskQuery { Phases = [3] },
        "problem" => new TaskQuery { Phases = [1, 3] },
        "ended" => new TaskQuery { Phases = [2, 3, 4, 5] },
        "retry" => new TaskQuery { Phases = [0], States = [TaskState.WaitingForRetry] },
        "template" => new TaskQuery { Templates = [database.Template] },
        "templateErrors" => new TaskQuery { Templates = [database.Template], Phases = [3] },
        "initiator" => new TaskQuery { Initiator = "rare" },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such question"),
    };

    private async Task<List<PlanNode>> ExplainAsync(string sql, NpgsqlParameter[] parameters)
    {
        await using var command = database.Source.Console.CreateCommand("explain (analyze, format json) " + sql);
        command.Parameters.AddRange(parameters);
        var plan = JsonElement.Parse((string)(await command.ExecuteScalarAsync())!);
        var nodes = new List<PlanNode>();
        Collect(plan[0].GetProperty("Plan"), nodes);
        return nodes;
    }

    private static void Collect(JsonElement node, List<PlanNode> into)
    {
        var relation = node.TryGetProperty("Relation Name", out var name) ? name.GetString() : null;
        var rows = node.GetProperty("Actual Rows").GetDouble() * node.GetProperty("Actual Loops").GetDouble();
        var removed = node.TryGetProperty("Rows Removed by Filter", out var filtered) ? filtered.GetDouble() : 0;
        into.Add(new PlanNode(node.GetProperty("Node Type").GetString()!, relation, rows + removed));
        if (!node.TryGetProperty("Plans", out var children)) return;
        foreach (var child in children.EnumerateArray()) Collect(child, into);
    }

    private static string Text(IEnumerable<PlanNode> plan) => string.Join('\n', plan);

    private sealed record PlanNode(string Type, string? Relation, double Rows);

    public sealed class LargeDatabase : WorkflowDatabase
    {
        public int Template { get; private set; }

        public Guid Middle { get; private set; }

        protected override async Task PrepareAsync()
        {
            await base.PrepareAsync();
            Template = (await PublishAsync(TemplateText.Minimal)).TemplateId;
            var other = (await PublishAsync(TemplateText.Minimal.Replace("1.0.0", "2.0.0"))).TemplateId;
            await ExecuteAsync($"""
                insert into tasker.tasks (task_id, template_id, state, priority, stop_on_failure, steps_total, steps_left, steps_active, steps_waiting,
                    steps_failed, requested_at, created_at, changed_at, correlation_id, initiator, context)
                select ('01999999-' || lpad(to_hex(n / 65536), 4, '0') || '-7' || lpad(to_hex(n / 16 % 4096), 3, '0') || '-8' || lpad(to_hex(n % 16), 3, '0') || '-000000000000')::uuid,
                    case when n % 10 = 0 then {Template} else {other} end,
                    case when n % 100 = 0 then 10 when n % 100 = 1 then 8 when n % 100 in (2, 3) then 7 when n % 100 < 10 then 4 else 9 end,
                    0, false, 1, 1, 0, 0, 0, now(), now(), now(), gen_random_uuid(), case when n % 50000 = 0 then 'rare' end, '{"{}"}'
                from generate_series(1, 200000) n
                """);
            await ExecuteAsync("analyze tasker.tasks");
            Middle = await ScalarAsync<Guid>("select (array_agg(task_id order by task_id))[100000] from tasker.tasks");
        }
    }
}
