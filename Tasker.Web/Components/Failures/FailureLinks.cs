using Tasker.Data.DeadLetters;

namespace Tasker.Web.Components.Failures;

/// <summary>The addresses of what went wrong.</summary>
internal static class FailureLinks
{
    /// <summary>The list of clusters.</summary>
    public const string Clusters = "/failures";

    /// <summary>The list of dead letters.</summary>
    public const string DeadLetters = "/failures/dead-letters";

    /// <summary>Tasks near or over a limit.</summary>
    public const string Limits = "/failures/limits";

    /// <summary>A cluster's page.</summary>
    public static string Cluster(int id) => $"/failures/clusters/{id}";

    /// <summary>An address with the parts that are given.</summary>
    public static string With(string path, params (string Key, string? Value)[] parts)
    {
        var query = string.Join('&', parts.Where(p => !string.IsNullOrWhiteSpace(p.Value)).Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value!)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    /// <summary>A reason in words.</summary>
    public static string Reason(string reason) => reason switch
    {
        DeadLetterReasons.StalenessTimeout => "Too long in a state",
        DeadLetterReasons.MaxRetriesExceeded => "Attempts used up",
        DeadLetterReasons.DependencyCycleDetected => "Steps wait for each other",
        DeadLetterReasons.WorkerUnavailable => "No worker for it",
        DeadLetterReasons.ManualDlq => "Put here by hand",
        _ => reason,
    };

    /// <summary>Who, without the kind of actor.</summary>
    public static string Who(string actor) => actor.StartsWith("user:", StringComparison.Ordinal) ? actor["user:".Length..] : actor;
}
