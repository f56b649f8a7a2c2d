using Tasker.Data.Staleness;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.DeadLetters;

/// <summary>
/// Limits by environment (R§10.2): <c>development</c>, <c>test</c>, <c>production</c>, and one set for every other name. Pure.
/// </summary>
internal static class StalenessDefaults
{
    private static readonly Set Base = new(Minutes(60), Minutes(30), Minutes(30), TimeSpan.FromHours(24), Minutes(5), 100);
    private static readonly Set Development = new(Minutes(15), Minutes(10), Minutes(15), TimeSpan.FromHours(4), Minutes(2), 50);
    private static readonly Set Test = new(Minutes(5), Minutes(2), Minutes(5), TimeSpan.FromHours(1), Minutes(1), 10);
    private static readonly Set Production = new(Minutes(120), Minutes(60), Minutes(60), TimeSpan.FromHours(48), Minutes(10), 200);

    /// <summary>The limits that hold where a template does not say.</summary>
    public static StalenessLimits Limits(StalenessOptions options, string environment)
    {
        var set = Of(environment);
        return new StalenessLimits
        {
            States = new Dictionary<TaskState, TimeSpan>
            {
                // Nothing rests in four of these; who is found there was left by a restore or a hand, and sweeps bring it on.
                [TaskState.Pending] = options.Pending ?? set.InProcess,
                [TaskState.Initializing] = options.Initializing ?? set.InProcess,
                [TaskState.EnqueuingSteps] = options.EnqueuingSteps ?? set.InProcess,
                [TaskState.StepsInProcess] = options.StepsInProcess ?? set.InProcess,
                [TaskState.EvaluatingResults] = options.EvaluatingResults ?? set.InProcess,
                [TaskState.WaitingForDependencies] = options.WaitingForDependencies ?? set.Dependencies,
                [TaskState.WaitingForRetry] = options.WaitingForRetry ?? set.Retry,
                // Waits for a person, not for the engine.
                [TaskState.BlockedByFailures] = options.BlockedByFailures ?? set.Life,
            },
            Life = options.MaxDuration ?? set.Life,
            Unserved = options.WorkerUnavailable ?? set.InProcess,
            AutoFail = options.AutoFailOnTimeout,
            AutoDlq = options.AutoDlqOnTimeout,
        };
    }

    /// <summary>Time between two runs.</summary>
    public static TimeSpan Interval(StalenessOptions options, string environment) => options.Interval ?? Of(environment).Interval;

    /// <summary>Tasks in one transaction.</summary>
    public static int BatchSize(StalenessOptions options, string environment) => options.BatchSize ?? Of(environment).Batch;

    private static Set Of(string environment) => environment switch
    {
        "development" => Development,
        "test" => Test,
        "production" => Production,
        _ => Base,
    };

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);

    private sealed record Set(TimeSpan Dependencies, TimeSpan Retry, TimeSpan InProcess, TimeSpan Life, TimeSpan Interval, int Batch);
}
