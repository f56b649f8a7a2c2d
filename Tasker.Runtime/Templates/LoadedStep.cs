using Tasker.Runtime.Retry;

namespace Tasker.Runtime.Templates;

/// <summary>A step of a template version, made ready for execution.</summary>
public sealed class LoadedStep
{
    // Compiled when it is first asked for: a process without a worker hardly ever does.
    private readonly Lazy<ContextSchema?> _resultSchema;

    internal LoadedStep(StepTemplate step, int no, IReadOnlyList<int> ancestors, int successorCount)
    {
        No = no;
        Name = step.Name;
        Type = step.Type;
        Callable = step.Handler.Callable;
        Method = step.Handler.Method;
        Resolver = step.Handler.Resolver;
        ConfigJson = step.Handler.Initialization?.GetRawText();
        Timeout = step.Timeout;
        Backoff = new BackoffPolicy((Retry.BackoffStrategy)step.Retry.Backoff, step.Retry.BackoffBase, step.Retry.MaxBackoff);
        Ancestors = ancestors;
        SuccessorCount = successorCount;
        _resultSchema = new(() => step.ResultSchema is { } schema ? ContextSchema.Compile(schema).Schema : null);
    }

    /// <summary>Number in the template.</summary>
    public int No { get; }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Type.</summary>
    public StepType Type { get; }

    /// <summary>Handler's name.</summary>
    public string Callable { get; }

    /// <summary>Handler's method.</summary>
    public string Method { get; }

    /// <summary>Resolver that the template names; null for the usual order.</summary>
    public string? Resolver { get; }

    /// <summary><c>handler.initialization</c>, JSON; null when there is none.</summary>
    public string? ConfigJson { get; }

    /// <summary>Time that a handler may take.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Back-off between attempts.</summary>
    public BackoffPolicy Backoff { get; }

    /// <summary>Numbers of all ancestors: their results are what the handler can read.</summary>
    public IReadOnlyList<int> Ancestors { get; }

    /// <summary>Of these, the batch workers: each stands for as many steps as there are batches.</summary>
    public IReadOnlyList<int> BatchAncestors { get; internal init; } = [];

    /// <summary>Events that its endings publish; empty for most steps.</summary>
    internal IReadOnlyList<LoadedEvent> Events { get; init; } = [];

    /// <summary>What a result must satisfy; null: anything.</summary>
    public ContextSchema? ResultSchema => _resultSchema.Value;

    /// <summary>Number of direct children.</summary>
    public int SuccessorCount { get; }
}
