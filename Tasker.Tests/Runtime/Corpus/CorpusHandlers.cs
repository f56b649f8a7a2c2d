using Tasker.Runtime;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Tests.Runtime.Corpus;

/// <summary>A C# handler under every <c>callable</c> of the corpus: does what the type of its step asks for.</summary>
internal sealed class CorpusHandlers(IEnumerable<TaskTemplate> templates, CorpusBehaviour behaviour)
{
    private const int Items = 25;
    private const int BatchSize = 10;

    private readonly Dictionary<string, TaskTemplate> _templates = templates.ToDictionary(t => $"{t.Namespace}/{t.Name}:{t.Version}");

    public static bool MayFailOnce(StepTemplate step) => step.Retry is { Retryable: true, MaxAttempts: > 1 };

    public void Register(TaskerBuilder tasker)
    {
        foreach (var callable in _templates.Values.SelectMany(t => t.Steps).Select(s => s.Handler.Callable).Distinct(StringComparer.Ordinal))
        {
            tasker.AddHandler(callable, (context, _) => Task.FromResult(Run(context)));
        }
    }

    private StepOutcome Run(StepContext context)
    {
        var template = _templates[context.Template];
        var step = TemplateCorpus.Step(template, context.StepName);
        if (behaviour == CorpusBehaviour.Failing && step == template.Steps.First(s => s.Dependencies.Count == 0)) return StepOutcome.PermanentFailure("refused");
        if (behaviour == CorpusBehaviour.Delayed && MayFailOnce(step) && !context.IsRetry) return StepOutcome.RetryableFailure("not yet", TimeSpan.FromMilliseconds(20));
        return step.Type switch
        {
            StepType.Decision => DecisionOutcome.CreateSteps(
                [.. template.Steps.Where(s => s.Dependencies.Contains(step.Name) && s.Type != StepType.DeferredConvergence).Select(s => s.Name)]),
            StepType.Batchable => BatchOutcome.CreateBatches(
                template.Steps.Single(s => s.Type == StepType.BatchWorker && s.Dependencies.Contains(step.Name)).Name, BatchCursors.Ranges(Items, BatchSize), Items),
            StepType.BatchWorker => StepOutcome.Success(new { from = BatchInputs.Of(context).Start<int>(), to = BatchInputs.Of(context).End<int>() }),
            _ => StepOutcome.Success(new { step = step.Name }),
        };
    }
}
