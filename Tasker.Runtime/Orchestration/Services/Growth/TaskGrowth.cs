using Tasker.Data.Flow;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Orchestration.Services.Growth;

/// <summary>
/// A task that grows: which template steps exist, and which can come into being now that a step decided. Pure, for one decision.
/// Rules: a standard step follows when all its parents exist, unless it is a branch, which must be chosen; what needs a branch that
/// was not taken is not taken either. A deferred convergence follows when no parent that is missing can still come, and waits for
/// those that exist; with none, it follows the decision itself, so that the work after the join is done whatever was chosen.
/// </summary>
internal sealed class TaskGrowth
{
    private readonly TaskTemplate _template;
    private readonly TemplateGraph _graph;
    private readonly int _decider;
    private readonly Dictionary<int, List<ExistingStep>> _there = [];
    private readonly HashSet<int> _mayStillCome = [];
    private readonly HashSet<int> _descendants;
    private readonly List<NewStep> _steps = [];
    private readonly List<NewEdge> _edges = [];
    private int _lastNo;

    public TaskGrowth(TaskTemplate template, TemplateGraph graph, int decider, IReadOnlyList<ExistingStep> existing)
    {
        (_template, _graph, _decider) = (template, graph, decider);
        _descendants = [.. graph.Descendants(decider)];
        Own = WithoutFurtherBranches();
        _lastNo = graph.Count - 1;
        foreach (var step in existing) Note(step);
    }

    /// <summary>What this decision may call for: descendants that are not behind the branches of a further decision.</summary>
    public IReadOnlySet<int> Own { get; }

    public IReadOnlyList<NewStep> Steps => _steps;

    /// <summary>All that was called for, with the batch whose workers are among it.</summary>
    public Data.Flow.Growth ToGrowth(NewBatch? batch = null) => new(_steps, _edges, batch);

    public bool Exists(int templateNo) => _there.ContainsKey(templateNo);

    public bool IsDescendant(int templateNo) => _descendants.Contains(templateNo);

    /// <summary>Descendants of the decider that could be mirrored, parents first.</summary>
    public IEnumerable<int> Candidates() =>
        _graph.TopologicalOrder.Where(no => _descendants.Contains(no) && _template.Steps[no].Type != StepType.BatchWorker);

    /// <summary>The first parent that does not exist; null when all do.</summary>
    public int? MissingParent(int no) => _graph.Parents(no).Where(p => !Exists(p)).Select(p => (int?)p).FirstOrDefault();

    /// <summary>Whether a step that nobody chose comes into being now.</summary>
    public bool Follows(int no)
    {
        var parents = _graph.Parents(no);
        if (Exists(no) || parents.Any(CanStillCome)) return false;
        return _template.Steps[no].Type == StepType.DeferredConvergence
            ? parents.Any(p => Exists(p) || Own.Contains(p))
            : parents.All(p => Exists(p) && _template.Steps[p].Type != StepType.Decision);
    }

    /// <summary>Creates the step of a template step. It waits for all parents that exist and are not finished.</summary>
    public void Mirror(int no)
    {
        var waits = 0;
        foreach (var parent in _graph.Parents(no).SelectMany(p => _there.GetValueOrDefault(p) ?? []))
        {
            if (parent.StepNo != parent.TemplateStepNo) _edges.Add(new NewEdge(parent.StepNo, no, EdgeNames.WorkerToConvergence));
            if (!parent.Finished) waits++;
        }

        if (waits == 0)
        {
            _edges.Add(new NewEdge(_decider, no, EdgeNames.Decision));
            waits = 1;
        }

        Add(new NewStep(no, no, waits, null, null));
    }

    /// <summary>Creates a copy of a batch_worker step under a name of its own; without a place, it waits for one as for a parent.</summary>
    public void Copy(int workerNo, string name, string inputs, bool hasPlace)
    {
        var no = _lastNo + 1;
        var waits = hasPlace ? 0 : 1;
        foreach (var parent in _graph.Parents(workerNo).SelectMany(p => _there.GetValueOrDefault(p) ?? []))
        {
            _edges.Add(new NewEdge(parent.StepNo, no, parent.StepNo == _decider ? EdgeNames.BatchDependency : EdgeNames.Provides));
            if (!parent.Finished) waits++;
        }

        Add(new NewStep(no, workerNo, waits, name, inputs, (short)(hasPlace ? 1 : 2)));
    }

    private void Add(NewStep step)
    {
        _steps.Add(step);
        Note(new ExistingStep(step.StepNo, step.TemplateStepNo, Finished: false));
    }

    private void Note(ExistingStep step)
    {
        if (!_there.TryGetValue(step.TemplateStepNo, out var copies)) _there[step.TemplateStepNo] = copies = [];
        copies.Add(step);
        _lastNo = Math.Max(_lastNo, step.StepNo);
        if (step.Finished || step.TemplateStepNo == _decider) return;
        switch (_template.Steps[step.TemplateStepNo].Type)
        {
            case StepType.Decision:
                _mayStillCome.UnionWith(_graph.Descendants(step.TemplateStepNo));
                break;
            case StepType.Batchable:
                foreach (var worker in _graph.Children(step.TemplateStepNo).Where(c => _template.Steps[c].Type == StepType.BatchWorker))
                {
                    _mayStillCome.Add(worker);
                    _mayStillCome.UnionWith(_graph.Descendants(worker));
                }

                break;
        }
    }

    // A step exists once, so one that is there is settled; of a batch worker there may be more.
    private bool CanStillCome(int no) => _mayStillCome.Contains(no) && (!Exists(no) || _template.Steps[no].Type == StepType.BatchWorker);

    private HashSet<int> WithoutFurtherBranches()
    {
        var reached = new HashSet<int>();
        var queue = new Queue<int>([_decider]);
        while (queue.TryDequeue(out var step))
        {
            foreach (var child in _graph.Children(step).Where(reached.Add))
            {
                if (_template.Steps[child].Type != StepType.Decision) queue.Enqueue(child);
            }
        }

        return reached;
    }
}
