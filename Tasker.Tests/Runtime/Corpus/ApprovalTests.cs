using Tasker.Data.Checks;
using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Tasker.Tests.Runtime.Corpus;

/// <summary>The real approval templates: who has to approve depends on the amount, and only their steps come into being.</summary>
[Trait("Feature", "F081")]
[Trait("Feature", "F158")]
public sealed class ApprovalTests(EngineFixture database, ITestOutputHelper output) : IClassFixture<EngineFixture>
{
    [Theory]
    [InlineData("Local", 500, "auto_approve")]
    [InlineData("Local", 2500, "manager_approval")]
    [InlineData("Local", 7500, "finance_review,manager_approval")]
    [InlineData("Distributed", 500, "auto_approve")]
    [InlineData("Distributed", 2500, "manager_approval")]
    [InlineData("Distributed", 7500, "finance_review,manager_approval")]
    public async Task Approval_ByAmount_OnlyTheChosenStepsExist(string path, int amount, string chosen)
    {
        if (TemplateCorpus.Templates is not { } corpus)
        {
            output.WriteLine(TemplateCorpus.Absent);
            return;
        }

        var approvals = corpus.Where(t => t.Value.Name.StartsWith("approval_routing", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, approvals.Count);
        await using var node = await TaskerHarness.StartAsync(
            database.ConnectionString, b => Register(b, approvals.Select(a => a.Value)), s => s["Tasker:Engine:Path"] = path);
        foreach (var (file, template) in approvals)
        {
            await node.PublishAsync(TemplateCorpus.Text(file));
            // Unlike any other: the identity of these templates is made of their context.
            var task = await node.SubmitAsync(template.Namespace, template.Name, new { amount, requester = "ann", purpose = $"{path} {amount}" });

            var end = await node.WaitForAsync(task, TaskState.Complete, TaskState.BlockedByFailures);

            var steps = await node.StepsAsync(task);
            Assert.True(end == TaskState.Complete, string.Join('\n', steps.Select(s => s.Failure)));
            string[] always = ["finalize_approval", "routing_decision", "validate_request"];
            Assert.Equal(chosen.Split(',').Concat(always).Order(StringComparer.Ordinal), steps.Select(s => Plain(s.Name)).Order(StringComparer.Ordinal));
            Assert.All(steps, s => Assert.Equal((StepState.Complete, 1), (s.State, s.Attempts)));
            var approvedBy = steps.Single(s => Plain(s.Name) == "finalize_approval").ResultJson.GetProperty("approved_by").EnumerateArray().Select(a => a.GetString());
            Assert.Equal(chosen.Split(','), approvedBy.Order(StringComparer.Ordinal));
        }

        var violations = await Checker.RunAsync(node.Data.Console, quiescent: true, CancellationToken.None);
        Assert.True(violations.Count == 0, string.Join('\n', violations.Select(v => $"{v.Id} {v.Statement}: {string.Join(" ", v.Rows)}")));
    }

    private static void Register(TaskerBuilder tasker, IEnumerable<TaskTemplate> templates)
    {
        foreach (var step in templates.SelectMany(t => t.Steps).DistinctBy(s => s.Handler.Callable))
        {
            tasker.AddHandler(step.Handler.Callable, (context, _) => Task.FromResult(Plain(context.StepName) switch
            {
                "routing_decision" => Route(context.GetInput("amount", 0), context.StepName["routing_decision".Length..]),
                "finalize_approval" => StepOutcome.Success(new
                {
                    approved_by = context.Results.Keys.Select(Plain).Where(k => k is "auto_approve" or "manager_approval" or "finance_review"),
                }),
                var name => StepOutcome.Success(new { done = name }),
            }));
        }
    }

    private static StepOutcome Route(int amount, string suffix) => amount switch
    {
        < 1000 => DecisionOutcome.CreateSteps(["auto_approve" + suffix]),
        < 5000 => DecisionOutcome.CreateSteps(["manager_approval" + suffix]),
        _ => DecisionOutcome.CreateSteps(["manager_approval" + suffix, "finance_review" + suffix]),
    };

    // One of the templates has the same steps under names of its own.
    private static string Plain(string name) => name.EndsWith("_dsl", StringComparison.Ordinal) ? name[..^"_dsl".Length] : name;
}
