using System.Text;
using Tasker.Data.Flow;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Orchestration.Services.Growth;
using Tasker.Runtime.Templates;
using Xunit;

namespace Tasker.Tests.Unit.Growth;

/// <summary>The limits of decisions: refused beyond, warned of before.</summary>
[Trait("Feature", "F083")]
public sealed class DecisionPlanTests
{
    [Theory]
    [InlineData(50, null, null)]
    [InlineData(51, null, "decision 'choose' creates 51 steps")]
    [InlineData(100, null, "decision 'choose' creates 100 steps")]
    [InlineData(101, "decision 'choose' would create 101 steps; at most 100 are allowed", null)]
    public void Make_ManyBranches_WarnsAndRefuses(int chosen, string? problem, string? warning)
    {
        var yaml = new StringBuilder(Head).Append("  - { name: choose, type: decision, dependencies: [begin], handler: { callable: h } }\n");
        for (var i = 0; i < 101; i++) yaml.Append($"  - {{ name: branch_{i}, dependencies: [choose], handler: {{ callable: h }} }}\n");

        var plan = Plan(yaml.ToString(), "choose", [.. Enumerable.Range(0, chosen).Select(i => $"branch_{i}")], existing: 2);

        Assert.Equal((problem, warning), (plan.Problem, plan.Warning));
        Assert.Equal(problem is null ? chosen : 0, plan.Growth.Steps.Count);
    }

    [Theory]
    [InlineData(9, null, null)]
    [InlineData(10, null, "decision 'd10' leads to 11 nested decisions")]
    [InlineData(19, null, "decision 'd19' leads to 20 nested decisions")]
    [InlineData(20, "decision 'd20' leads to 21 nested decisions; at most 20 are allowed", null)]
    public void Make_NestedDecisions_WarnsAndRefuses(int at, string? problem, string? warning)
    {
        var yaml = new StringBuilder(Head);
        for (var i = 1; i <= 21; i++)
        {
            yaml.Append($"  - {{ name: d{i}, type: decision, dependencies: [{(i == 1 ? "begin" : $"d{i - 1}")}], handler: {{ callable: h }} }}\n");
        }

        var plan = Plan(yaml.ToString(), $"d{at}", [$"d{at + 1}"], existing: at + 1);

        Assert.Equal((problem, warning), (plan.Problem, plan.Warning));
    }

    private const string Head = """
        name: limits
        namespace_name: limits
        version: 1.0.0
        steps:
          - { name: begin, handler: { callable: h } }

        """;

    private static GrowthPlan Plan(string yaml, string decision, IReadOnlyList<string> names, int existing)
    {
        var template = TemplateYaml.Parse(yaml).Template!;
        var graph = new TemplateGraph(template);
        var steps = Enumerable.Range(0, existing).Select(no => new ExistingStep(no, no, Finished: graph.Names[no] != decision)).ToList();
        return DecisionPlan.Make(template, graph, graph.Find(decision)!.Value, names, steps);
    }
}
