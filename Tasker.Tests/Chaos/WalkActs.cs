using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.DeadLetters;
using Tasker.Data.Operators;
using Tasker.Data.Pauses;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Tests.Support;

namespace Tasker.Tests.Chaos;

/// <summary>Everything that a person may do, at random, to whatever there is. Any answer is right; an exception is not.</summary>
internal sealed class WalkActs
{
    private const string Actor = "user:walker";
    private const string Reason = "a step of the walk";
    private const int MostPaused = 3;
    private const int MostResumed = 100;

    // Tasks that are old are left alone, so that most of the walk happens to some that still move.
    private const int Young = 40;

    private static readonly TimeSpan Nap = TimeSpan.FromSeconds(2);

    private readonly TaskerHarness _client;
    private readonly Random _random;
    private readonly IReadOnlyList<string> _templates;
    private readonly (string Name, int Weight, Func<WalkView, Task<OperatorOutcome>> Do)[] _acts;
    private readonly Queue<int> _deck = [];
    private readonly HashSet<PauseTarget> _paused = [];
    private readonly ConcurrentQueue<TaskId> _made = new();

    public WalkActs(TaskerHarness client, Random random, IReadOnlyList<string> templates)
    {
        (_client, _random, _templates) = (client, random, templates);
        _acts = [.. StepActs(), .. TaskActs(), .. FlowActs(), .. DeadLetterActs()];
    }

    /// <summary>All tasks, in the order in which they were made.</summary>
    public List<TaskId> Tasks { get; } = [];

    /// <summary>How often each act took effect.</summary>
    public Dictionary<string, int> Applied { get; } = [];

    /// <summary>Acts that never took effect.</summary>
    public IReadOnlyList<string> NeverApplied => [.. _acts.Select(a => a.Name).Distinct().Where(name => !Applied.ContainsKey(name))];

    /// <summary>Does some acts at the same time, all on what was seen before the first.</summary>
    public async Task DoAsync(int acts)
    {
        while (_made.TryDequeue(out var made)) Tasks.Add(made);
        var view = await WalkView.ReadAsync(_client, Get<DeadLetterReads>(), Tasks.GetRange(Math.Max(0, Tasks.Count - Young), Math.Min(Young, Tasks.Count)));
        // Chosen one after the other, so that chance does not depend on who is quicker.
        var doing = Enumerable.Range(0, acts).Select(_ => Next()).Select(act => (act.Name, Outcome: act.Do(view))).ToList();
        foreach (var (name, outcome) in doing)
        {
            if (await outcome is OperatorOutcome.Applied) Applied[name] = Applied.GetValueOrDefault(name) + 1;
        }
    }

    public async Task ResumeAllAsync()
    {
        // Not what is noted here: of a pause and its end that were asked for at the same time the end may have come first.
        var reads = new PauseReads(_client.Data);
        while (await reads.ListAsync(MostResumed, default) is { Count: > 0 } pauses)
        {
            foreach (var pause in pauses) await Get<ResumeWork>().HandleAsync(new ResumeRequest { Target = pause.Target, Actor = Actor, Reason = Reason }, default);
        }
    }

    private IEnumerable<(string, int, Func<WalkView, Task<OperatorOutcome>>)> StepActs() =>
    [
        ("retry", 2, v => Get<RetryStep>().HandleAsync(OfStep(Pick(v, StepAct.Retry)), default)),
        ("retry inputs", 2, v => Get<RetryWithInputs>().HandleAsync(WithInputs(Pick(v, StepAct.RetryWithInputs), _random.Next(100)), default)),
        ("retry downstream", 3, v => Get<RetryDownstream>().HandleAsync(WithInputs(Pick(v, StepAct.RetryDownstream), null), default)),
        ("retry downstream inputs", 1, v => Get<RetryDownstream>().HandleAsync(WithInputs(Pick(v, StepAct.RetryDownstream), _random.Next(100)), default)),
        ("fail", 1, v => Get<FailStep>().HandleAsync(OfStep(Pick(v, StepAct.Fail)), default)),
        ("skip", 1, v => Get<SkipStep>().HandleAsync(OfStep(Pick(v, StepAct.Skip)), default)),
        ("resolve", 1, v => Get<ResolveStep>().HandleAsync(OfStep(Pick(v, StepAct.Resolve)), default)),
        ("complete", 1, v => Get<CompleteStep>().HandleAsync(WithResult(Pick(v, StepAct.Complete), """{"by": "hand"}"""), default)),
        ("complete decision", 1, v => Get<CompleteStep>().HandleAsync(
            WithResult(Pick(v, s => s.Name == WalkWorkflow.Choice && Allows(StepAct.Complete, s)), WalkWorkflow.ChoiceByHand(_random)), default)),
        ("complete batchable", 1, v => Get<CompleteStep>().HandleAsync(
            WithResult(Pick(v, s => s.Name == WalkWorkflow.Cutter && Allows(StepAct.Complete, s)), WalkWorkflow.CutByHand(_random)), default)),
    ];

    private IEnumerable<(string, int, Func<WalkView, Task<OperatorOutcome>>)> TaskActs() =>
    [
        ("cancel task", 1, v => Get<CancelTask>().HandleAsync(OfTask(Pick(v, s => OperatorChoices.AllowsCancel(s.TaskState)).Id.Task), default)),
        ("resolve task", 1, v => Get<ResolveTask>().HandleAsync(OfTask(Pick(v, s => !OperatorChoices.IsOver(s.TaskState)).Id.Task), default)),
        ("retry all", 4, v => Get<RetryAllFailed>().HandleAsync(OfTask(Pick(v, s => s.State == StepState.Error).Id.Task), default)),
        ("rerun", 1, RerunAsync),
        ("bulk", 1, v => BulkAsync(new BulkRequest
        {
            Act = (BulkAct)_random.Next(3),
            Tasks = [.. Enumerable.Range(0, 3).Select(_ => Pick(v, s => !OperatorChoices.IsOver(s.TaskState)).Id.Task)],
            Actor = Actor,
            Reason = Reason,
        })),
        ("bulk filter", 1, _ => BulkAsync(new BulkRequest
        {
            Act = BulkAct.Retry,
            Filter = new TaskFilter { Namespace = WalkWorkflow.Namespace, States = ["problem"] },
            Most = 5,
            Actor = Actor,
            Reason = Reason,
        })),
    ];

    private IEnumerable<(string, int, Func<WalkView, Task<OperatorOutcome>>)> FlowActs() =>
    [
        ("priority", 1, v => Get<ChangePriority>().HandleAsync(
            new ChangePriorityRequest { TaskId = Pick(v, _ => true).Id.Task, Priority = _random.Next(-100, 101), Actor = Actor, Reason = Reason }, default)),
        ("pause task", 1, v => PauseAsync(PauseTarget.OfTask(Pick(v, s => !OperatorChoices.IsOver(s.TaskState)).Id.Task))),
        ("pause template", 1, _ => PauseAsync(PauseTarget.OfTemplate(WalkWorkflow.Namespace, _templates[_random.Next(_templates.Count)], null))),
        ("pause namespace", 1, _ => PauseAsync(PauseTarget.OfNamespace(WalkWorkflow.Namespace))),
        ("pause queue", 1, _ => PauseAsync(PauseTarget.OfQueue(WalkWorkflow.Queue))),
        ("pause for a while", 1, _ => Get<PauseWork>().HandleAsync(
            new PauseRequest { Target = PauseTarget.OfTemplate(WalkWorkflow.Namespace, _templates[_random.Next(_templates.Count)], null), Actor = Actor, Reason = Reason, Until = TimeProvider.System.GetUtcNow() + Nap },
            default)),
        ("resume", 4, _ => ResumeAsync()),
    ];

    private IEnumerable<(string, int, Func<WalkView, Task<OperatorOutcome>>)> DeadLetterActs() =>
    [
        ("dlq enter", 1, async v => (await Get<EnterDeadLetter>().HandleAsync(
            new EnterDeadLetterRequest { TaskId = Pick(v, _ => true).Id.Task, Actor = Actor, Reason = Reason }, default)).Outcome),
        ("dlq requeue", 2, v => Get<RequeueDeadLetter>().HandleAsync(
            new RequeueDeadLetterRequest { EntryId = Entry(v, e => e.TaskState is "blocked_by_failures" or "error"), Actor = Actor, Reason = Reason }, default)),
        ("dlq resolve", 1, v => Get<ResolveDeadLetter>().HandleAsync(
            new ResolveDeadLetterRequest { EntryId = Entry(v, _ => true), Actor = Actor, Notes = Reason, Resolution = Resolution() }, default)),
        ("dlq close", 1, async v => (await Get<CloseDeadLetters>().HandleAsync(
            new CloseDeadLettersRequest { EntryIds = [Entry(v, _ => true), Entry(v, _ => true)], Actor = Actor, Notes = Reason, Resolution = Resolution() }, default)).Closed > 0
                ? new OperatorOutcome.Applied("closed")
                : new OperatorOutcome.NotFound()),
    ];

    // Every act comes up as often as its weight says, in a new order each time.
    private (string Name, int Weight, Func<WalkView, Task<OperatorOutcome>> Do) Next()
    {
        if (_deck.Count == 0)
        {
            var cards = Enumerable.Range(0, _acts.Length).SelectMany(i => Enumerable.Repeat(i, _acts[i].Weight)).ToArray();
            _random.Shuffle(cards);
            foreach (var card in cards) _deck.Enqueue(card);
        }

        return _acts[_deck.Dequeue()];
    }

    private WalkStep Pick(WalkView view, StepAct act) => Pick(view, s => Allows(act, s));

    /// <summary>Mostly a step that the act fits, and now and then any.</summary>
    private WalkStep Pick(WalkView view, Func<WalkStep, bool> fits)
    {
        List<WalkStep> fitting = _random.Next(5) == 0 ? [] : [.. view.Steps.Where(fits)];
        var from = fitting.Count > 0 ? fitting : view.Steps;
        return from[_random.Next(from.Count)];
    }

    private static bool Allows(StepAct act, WalkStep step) => OperatorChoices.Allows(act, step.State, step.TaskState);

    private Guid Entry(WalkView view, Func<DeadLetterItem, bool> fits)
    {
        List<DeadLetterItem> fitting = [.. view.DeadLetters.Where(fits)];
        return fitting.Count == 0 ? Guid.Empty : fitting[_random.Next(fitting.Count)].EntryId;
    }

    private string Resolution() => DeadLetterResolutions.Final[_random.Next(DeadLetterResolutions.Final.Count)];

    private static StepActRequest OfStep(WalkStep step) => new() { StepId = step.Id, Actor = Actor, Reason = Reason };

    private static TaskActRequest OfTask(TaskId task) => new() { TaskId = task, Actor = Actor, Reason = Reason };

    private static CompleteStepRequest WithResult(WalkStep step, string json) => new() { StepId = step.Id, Actor = Actor, Reason = Reason, ResultJson = json };

    private static RetryInputsRequest WithInputs(WalkStep step, int? edited) => new()
    {
        StepId = step.Id,
        Actor = Actor,
        Reason = Reason,
        InputsJson = edited is { } value ? WalkWorkflow.InputsByHand(step.Name, value) : null,
    };

    private async Task<OperatorOutcome> RerunAsync(WalkView view)
    {
        var task = Pick(view, s => s.TaskState is TaskState.BlockedByFailures || s.TaskState.IsTerminal()).Id.Task;
        var result = await Get<RerunTask>().HandleAsync(new RerunTaskRequest { TaskId = task, Actor = Actor, Reason = Reason }, default);
        if (result is { Outcome: OperatorOutcome.Applied, NewTask: { } made }) _made.Enqueue(made);
        return result.Outcome;
    }

    private async Task<OperatorOutcome> BulkAsync(BulkRequest request)
    {
        var result = await Get<BulkTasks>().HandleAsync(request, default);
        return result.Items.Select(i => i.Outcome).OfType<OperatorOutcome.Applied>().FirstOrDefault()
            ?? (OperatorOutcome)new OperatorOutcome.Refused(result.Problem ?? "none of the tasks");
    }

    // Too much that stands still makes a dull walk.
    private async Task<OperatorOutcome> PauseAsync(PauseTarget target)
    {
        var resumed = _paused.Count >= MostPaused ? ResumeAsync() : Task.CompletedTask;
        _paused.Add(target);
        await resumed;
        return await Get<PauseWork>().HandleAsync(new PauseRequest { Target = target, Actor = Actor, Reason = Reason }, default);
    }

    private async Task<OperatorOutcome> ResumeAsync()
    {
        if (_paused.Count == 0) return new OperatorOutcome.NotFound();
        var target = _paused.ElementAt(_random.Next(_paused.Count));
        _paused.Remove(target);
        return await Get<ResumeWork>().HandleAsync(new ResumeRequest { Target = target, Actor = Actor, Reason = Reason }, default);
    }

    private T Get<T>()
        where T : notnull => _client.Services.GetRequiredService<T>();
}
