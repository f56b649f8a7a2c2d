using System.Text.Json;
using Tasker.Data.Checks;
using Tasker.Data.Workflow;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Templates;
using Tasker.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Tasker.Tests.Runtime.Corpus;

/// <summary>All real templates on both engine paths, with handlers under the names that they call.</summary>
[Trait("Feature", "F158")]
public sealed class CorpusTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(CorpusBehaviour.Happy, TaskState.Complete)]
    [InlineData(CorpusBehaviour.Failing, TaskState.BlockedByFailures)]
    [InlineData(CorpusBehaviour.Delayed, TaskState.Complete)]
    public async Task Corpus_OnBothPaths_EndsAsItShould(CorpusBehaviour behaviour, TaskState expected)
    {
        if (TemplateCorpus.Templates is not { } templates)
        {
            output.WriteLine(TemplateCorpus.Absent);
            return;
        }

        var local = await RunAsync("Local", behaviour, templates, expected);
        var distributed = await RunAsync("Distributed", behaviour, templates, expected);

        foreach (var (file, steps) in local) Assert.True(steps == distributed[file], $"{file}, local:\n{steps}\ndistributed:\n{distributed[file]}");
        foreach (var (file, steps) in local) Judge(behaviour, templates[file], steps);
    }

    private static void Judge(CorpusBehaviour behaviour, TaskTemplate template, string steps)
    {
        foreach (var (name, state, attempts) in steps.Split('\n').Select(Parse))
        {
            var step = TemplateCorpus.Step(template, name);
            var (wantedState, wantedAttempts) = behaviour switch
            {
                CorpusBehaviour.Happy => (StepState.Complete, 1),
                CorpusBehaviour.Delayed => (StepState.Complete, CorpusHandlers.MayFailOnce(step) ? 2 : 1),
                _ when step == template.Steps.First(s => s.Dependencies.Count == 0) => (StepState.Error, 1),
                _ => (state, attempts),
            };
            Assert.True((state, attempts) == (wantedState, wantedAttempts), $"{template.Name}, {name}: {state} after {attempts}");
            Assert.True(behaviour != CorpusBehaviour.Failing || state != StepState.Complete || !DependsOnFirst(template, step), $"{template.Name}, {name} ran after a failure");
        }
    }

    private static bool DependsOnFirst(TaskTemplate template, StepTemplate step)
    {
        var first = template.Steps.First(s => s.Dependencies.Count == 0);
        return step.Dependencies.Any(d => d == first.Name || DependsOnFirst(template, template.Steps.Single(s => s.Name == d)));
    }

    private static async Task<SortedDictionary<string, string>> RunAsync(
        string path, CorpusBehaviour behaviour, IReadOnlyDictionary<string, TaskTemplate> templates, TaskState expected)
    {
        await using var database = new EngineFixture();
        await database.InitializeAsync();
        var runs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await using var tasker = await TaskerHarness.StartAsync(
            database.ConnectionString, new CorpusHandlers(templates.Values, behaviour).Register, s => s["Tasker:Engine:Path"] = path);
        var tasks = new Dictionary<string, TaskId>();
        foreach (var (file, template) in templates)
        {
            await tasker.PublishAsync(TemplateCorpus.Text(file));
            var request = new TaskRequest { Namespace = template.Namespace, Name = template.Name, Context = JsonSerializer.SerializeToElement(SchemaExample.Of(template.InputSchema)) };
            var outcome = await tasker.RequestAsync(request);
            tasks[file] = outcome is TaskRequestOutcome.Created created ? created.TaskId : throw new InvalidOperationException($"{file}: {Describe(outcome)}");
        }

        foreach (var (file, task) in tasks)
        {
            await tasker.WaitForAsync(task, expected);
            // By name: numbers of steps that came while the task ran depend on which branch was first.
            runs[file] = string.Join('\n', (await tasker.StepsAsync(task)).OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => $"{s.Name} {s.State} {s.Attempts}"));
        }

        var violations = await Checker.RunAsync(tasker.Data.Console, quiescent: behaviour != CorpusBehaviour.Failing, CancellationToken.None);
        Assert.True(violations.Count == 0, string.Join('\n', violations.Select(v => $"{v.Id} {v.Statement}: {string.Join(" ", v.Rows)}")));
        return runs;
    }

    private static string Describe(TaskRequestOutcome outcome) =>
        outcome is TaskRequestOutcome.Invalid invalid ? string.Join("; ", invalid.Problems) : $"{outcome}";

    private static (string Name, StepState State, int Attempts) Parse(string line)
    {
        var parts = line.Split(' ');
        return (parts[0], Enum.Parse<StepState>(parts[1]), int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture));
    }
}
