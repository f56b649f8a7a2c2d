using Tasker.Data.Checks;
using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Recovery;

/// <summary>Ends that the database will never take: the attempt fails, and does not run again and again.</summary>
public sealed class RefusedEndTests : TestDatabase
{
    private int _runs;

    [Theory]
    [Trait("Feature", "F066")]
    [InlineData("Local", """{"n": 1e400000}""")]
    [InlineData("Distributed", """{"n": 1e400000}""")]
    [InlineData("Local", """["\ud800"]""")]
    [InlineData("Distributed", """{"\udc00": 1}""")]
    [InlineData("Local", "half a character")]
    [InlineData("Distributed", "half a character")]
    public async Task Result_JsonThatPostgresCannotHold_FailsForGood(string path, string result)
    {
        await using var node = await StartAsync(path, result.StartsWith('h') ? "[\"\ud800\"]" : result);
        var task = await SubmitAsync(node, "unstorable");

        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        Assert.Equal("bad_result", (await node.StepAsync(task, "only")).FailureJson.GetProperty("error_type").GetString());
        Assert.Equal(1, _runs);
    }

    [Theory]
    [Trait("Feature", "F066")]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task End_RefusedByTheDatabase_UsesUpItsAttemptsAndDisturbsNoOther(string path)
    {
        await using var node = await StartAsync(path, """{"poison": true}""");
        await node.ExecuteAsync("""
            create function public.refuse() returns trigger language plpgsql as $$ begin raise exception 'poison'; end $$;
            create trigger poison before update on tasker.steps for each row when (new.result ? 'poison') execute function public.refuse()
            """);
        var bad = await SubmitAsync(node, "refused");
        var good = new List<TaskId>();
        for (var i = 0; i < 20; i++) good.Add(await SubmitAsync(node, "fine"));

        await node.WaitForAsync(bad, TaskState.BlockedByFailures);
        foreach (var task in good) await node.WaitForAsync(task, TaskState.Complete);

        var step = await node.StepAsync(bad, "only");
        Assert.Equal((2, "database_error"), (step.Attempts, step.FailureJson.GetProperty("error_type").GetString()));
        Assert.Equal(2, _runs);
        Assert.Equal(0, await node.ScalarAsync<long>("select count(*) from tasker.steps where state = 7 and attempts <> 1"));
        Assert.Empty(await Checker.RunAsync(node.Data.Console, quiescent: true, CancellationToken.None));
    }

    private Task<TaskerHarness> StartAsync(string path, string result) => TaskerHarness.StartAsync(
        ConnectionString,
        b => b
            .AddHandler("says", (_, _) =>
            {
                Interlocked.Increment(ref _runs);
                return Task.FromResult<StepOutcome>(new StepOutcome.Succeeded(result));
            })
            .AddHandler("fine", (_, _) => Task.FromResult(StepOutcome.Success())),
        s => s["Tasker:Engine:Path"] = path);

    private static async Task<TaskId> SubmitAsync(TaskerHarness node, string name)
    {
        await node.PublishAsync($$"""
            name: {{name}}
            namespace_name: refused
            version: "1.0.0"
            identity_strategy: always_unique
            steps:
              - name: only
                handler: { callable: {{(name == "fine" ? "fine" : "says")}} }
                retry: { max_attempts: 2, backoff: linear, backoff_base_ms: 10 }
            """);
        return await node.SubmitAsync("refused", name, new { });
    }
}
