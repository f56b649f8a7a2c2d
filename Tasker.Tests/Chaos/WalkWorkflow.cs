using System.Globalization;
using System.Text;
using Tasker.Runtime;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Tests.Chaos;

/// <summary>Random graphs whose handlers do anything: work, fail, throw, take their time, choose branches.</summary>
internal static class WalkWorkflow
{
    public const string Namespace = "walk";

    /// <summary>The queue of all walk tasks.</summary>
    public const string Queue = "worker_walk_queue";

    /// <summary>Name of every decision step.</summary>
    public const string Choice = "choose";

    /// <summary>Name of every batchable step.</summary>
    public const string Cutter = "cut";

    private static readonly string[] Branches = ["red", "green", "blue"];

    /// <summary>A DAG of ordinary steps; it stops at the first failure or lets the others go on, and is given up at once or never.</summary>
    public static string Graph(int number, Random random)
    {
        var yaml = Head($"graph_{number}", random);
        Steps(yaml, random.Next(3, 10), random);
        return yaml.ToString();
    }

    /// <summary>A decision between three branches, and their join.</summary>
    public static string Decision(Random random)
    {
        var yaml = Head("decision", random);
        Step(yaml, "begin", "walk.anything");
        Decide(yaml, "begin");
        return yaml.ToString();
    }

    /// <summary>A batch of no to seven workers, and what joins them.</summary>
    public static string Batch(string strategy, Random random)
    {
        var yaml = Head("batch_" + strategy, random);
        Cut(yaml, strategy);
        return yaml.ToString();
    }

    /// <summary>Ordinary steps, a decision after some of them, a batch after the join of the branches, and a step that ends it all.</summary>
    public static string Mixed(int number, string strategy, Random random)
    {
        var yaml = Head($"mixed_{number}", random);
        var steps = random.Next(2, 5);
        Steps(yaml, steps, random);
        Decide(yaml, "step_0");
        Cut(yaml, strategy, "join");
        Step(yaml, "end", "walk.anything", $"sum, step_{steps - 1}");
        return yaml.ToString();
    }

    /// <summary>The result of a decision as a person writes it.</summary>
    public static string ChoiceByHand(Random random) => Json(Chosen(random));

    /// <summary>The result of a batchable step as a person writes it.</summary>
    public static string CutByHand(Random random) => Json(Batches(random.Next(4)));

    /// <summary>Inputs as a person edits them: a worker of a batch needs its cursor.</summary>
    public static string InputsByHand(string step, int value) => step.StartsWith("part_", StringComparison.Ordinal)
        ? $$"""{"cursor": {"batch_id": "by_hand", "start_cursor": {{value}}, "end_cursor": {{value + 10}}, "batch_size": 10}, "batch_metadata": {}, "is_no_op": false}"""
        : $$"""{"edited": {{value}}}""";

    public static void Register(TaskerBuilder tasker) => tasker
        .AddHandler("walk.anything", AnythingAsync)
        .AddHandler("walk.choose", (c, ct) => OrFailAsync(c, context => Chosen(Dice(context)), ct))
        .AddHandler("walk.cut", (c, ct) => OrFailAsync(c, context => Batches(Dice(context).Next(8)), ct));

    private static StringBuilder Head(string name, Random random) => new StringBuilder().Append(CultureInfo.InvariantCulture, $"""
        name: {name}
        namespace_name: {Namespace}
        version: "1.0.0"
        identity_strategy: always_unique
        lifecycle:
          failure_policy: {(random.Next(2) == 0 ? "stop" : "finish_branches")}
          give_up_after_minutes: {(random.Next(3) == 0 ? "0" : "never")}
        steps:

        """);

    private static void Steps(StringBuilder yaml, int count, Random random)
    {
        for (var step = 0; step < count; step++)
        {
            var parents = Enumerable.Range(0, step).Where(_ => random.Next(3) == 0).Select(p => $"step_{p}");
            Step(yaml, $"step_{step}", "walk.anything", string.Join(", ", parents));
        }
    }

    private static void Decide(StringBuilder yaml, string parent)
    {
        Step(yaml, Choice, "walk.choose", parent, "decision");
        foreach (var branch in Branches) Step(yaml, branch, "walk.anything", Choice);
        Step(yaml, "join", "walk.anything", string.Join(", ", Branches), "deferred_convergence");
    }

    private static void Cut(StringBuilder yaml, string strategy, string parent = "")
    {
        Step(yaml, Cutter, "walk.cut", parent, "batchable");
        Step(yaml, "part", "walk.anything", Cutter, "batch_worker");
        yaml.AppendLine(CultureInfo.InvariantCulture, $"    batch_config: {{ batch_size: 10, parallelism: 3, worker_template: part, failure_strategy: {strategy} }}");
        Step(yaml, "sum", "walk.anything", "part", "deferred_convergence");
    }

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

    private static StepOutcome Chosen(Random dice)
    {
        var chosen = Branches.Where(_ => dice.Next(2) == 0).ToList();
        return chosen.Count == 0 ? DecisionOutcome.NoBranches("none will do") : DecisionOutcome.CreateSteps(chosen);
    }

    private static StepOutcome Batches(int parts) =>
        parts == 0 ? BatchOutcome.NoBatches() : BatchOutcome.CreateBatches("part", BatchCursors.Ranges(parts * 10, 10), parts * 10);

    private static string Json(StepOutcome outcome) => ((StepOutcome.Succeeded)outcome).ResultJson;
}
