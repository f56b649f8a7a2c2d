using System.Globalization;
using System.Text;
using Tasker.Runtime;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Tests.Chaos;

/// <summary>Random graphs whose handlers do anything: work, fail, throw, take their time, choose branches.</summary>
internal static class WalkWorkflow
{
    public const string Namespace = "walk";

    /// <summary>A DAG of ordinary steps; it stops at the first failure or lets the others go on.</summary>
    public static string Graph(int number, Random random)
    {
        var yaml = Head($"graph_{number}");
        var steps = random.Next(3, 10);
        for (var step = 0; step < steps; step++)
        {
            var parents = Enumerable.Range(0, step).Where(_ => random.Next(3) == 0).Select(p => $"step_{p}");
            Step(yaml, $"step_{step}", "walk.anything", string.Join(", ", parents));
        }

        return yaml.ToString();
    }

    /// <summary>A decision between three branches, and their join.</summary>
    public static string Decision()
    {
        var yaml = Head("decision");
        Step(yaml, "begin", "walk.anything");
        Step(yaml, "choose", "walk.choose", "begin", "decision");
        foreach (var branch in (string[])["red", "green", "blue"]) Step(yaml, branch, "walk.anything", "choose");
        Step(yaml, "join", "walk.anything", "red, green, blue", "deferred_convergence");
        return yaml.ToString();
    }

    /// <summary>A batch of no to seven workers, and what joins them.</summary>
    public static string Batch(string strategy)
    {
        var yaml = Head("batch_" + strategy);
        Step(yaml, "cut", "walk.cut", type: "batchable");
        Step(yaml, "part", "walk.anything", "cut", "batch_worker");
        yaml.AppendLine(CultureInfo.InvariantCulture, $"    batch_config: {{ batch_size: 10, parallelism: 3, worker_template: part, failure_strategy: {strategy} }}");
        Step(yaml, "sum", "walk.anything", "part", "deferred_convergence");
        return yaml.ToString();
    }

    public static void Register(TaskerBuilder tasker) => tasker
        .AddHandler("walk.anything", AnythingAsync)
        .AddHandler("walk.choose", (c, ct) => OrFailAsync(c, Choose, ct))
        .AddHandler("walk.cut", (c, ct) => OrFailAsync(c, Cut, ct));

    private static StringBuilder Head(string name) => new StringBuilder().Append(CultureInfo.InvariantCulture, $"""
        name: {name}
        namespace_name: {Namespace}
        version: "1.0.0"
        identity_strategy: always_unique
        steps:

        """);

    private static void Step(StringBuilder yaml, string name, string callable, string parents = "", string type = "standard") =>
        yaml.Append(CultureInfo.InvariantCulture, $"""
              - name: {name}
                type: {type}
                dependencies: [{parents}]
                handler: {"{"} callable: {callable} {"}"}
                retry: {"{"} max_attempts: 3, backoff: linear, backoff_base_ms: 10 {"}"}

            """);

    // The same execution of the same step does the same wherever it runs; the next one may do something else.
    private static Random Dice(StepContext context)
    {
        var id = context.StepId.Value.ToByteArray();
        var seed = Enumerable.Range(0, 4).Aggregate(context.Execution, (hash, part) => unchecked(hash * 397 ^ BitConverter.ToInt32(id, 4 * part)));
        return new Random(seed);
    }

    private static Task<StepOutcome> AnythingAsync(StepContext context, CancellationToken ct) =>
        OrFailAsync(context, _ => StepOutcome.Success(new { context.Execution }), ct);

    private static async Task<StepOutcome> OrFailAsync(StepContext context, Func<StepContext, StepOutcome> work, CancellationToken ct)
    {
        switch (Dice(context).Next(20))
        {
            case 0:
                return StepOutcome.PermanentFailure("will never work");
            case 1 or 2 or 3:
                return StepOutcome.RetryableFailure("did not work");
            case 4:
                throw new InvalidOperationException("a handler that throws");
            case 5 or 6:
                await Task.Delay(200, ct);
                break;
        }

        return work(context);
    }

    private static StepOutcome Choose(StepContext context)
    {
        var dice = Dice(context);
        var chosen = ((string[])["red", "green", "blue"]).Where(_ => dice.Next(2) == 0).ToList();
        return chosen.Count == 0 ? DecisionOutcome.NoBranches("none will do") : DecisionOutcome.CreateSteps(chosen);
    }

    private static StepOutcome Cut(StepContext context) => Dice(context).Next(8) is var parts && parts == 0
        ? BatchOutcome.NoBatches()
        : BatchOutcome.CreateBatches("part", BatchCursors.Ranges(parts * 10, 10), parts * 10);
}
