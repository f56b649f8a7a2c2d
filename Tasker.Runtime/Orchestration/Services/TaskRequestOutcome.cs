using Tasker.Data.Workflow;

namespace Tasker.Runtime.Orchestration.Services;

/// <summary>What became of a task request.</summary>
public abstract record TaskRequestOutcome
{
    private TaskRequestOutcome()
    {
    }

    /// <summary>The task exists and its first steps are on their way: durable.</summary>
    /// <param name="TaskId">Its id.</param>
    /// <param name="CorrelationId">Its correlation id.</param>
    public sealed record Created(TaskId TaskId, Guid CorrelationId) : TaskRequestOutcome;

    /// <summary>A task with this identity exists. Which one is not said: a caller must not be able to probe.</summary>
    public sealed record Duplicate : TaskRequestOutcome;

    /// <summary>The request is wrong; nothing was written.</summary>
    /// <param name="Problems">All problems, each with its place.</param>
    public sealed record Invalid(IReadOnlyList<RequestProblem> Problems) : TaskRequestOutcome;

    /// <summary>There is no such template, or no such version of it.</summary>
    /// <param name="What">Namespace, name and version that were looked for.</param>
    public sealed record UnknownTemplate(string What) : TaskRequestOutcome;
}

/// <summary>What is wrong with a request, and where.</summary>
/// <param name="Field">The field, or the JSON path in it.</param>
/// <param name="Message">What is wrong.</param>
public sealed record RequestProblem(string Field, string Message);
