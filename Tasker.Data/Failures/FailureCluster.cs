namespace Tasker.Data.Failures;

/// <summary>Failures of one step of a template that look alike.</summary>
/// <param name="Id">Key.</param>
/// <param name="Fingerprint">What they have in common.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Template">The template's name.</param>
/// <param name="Step">The step's name in the template.</param>
/// <param name="ErrorType">Error type of the last one.</param>
/// <param name="Message">Message of the last one.</param>
/// <param name="SampleStep">The step that failed last so.</param>
/// <param name="FirstSeen">When the first one was committed.</param>
/// <param name="LastSeen">When the last one was committed.</param>
/// <param name="Total">Attempts that failed so, those of deleted tasks included.</param>
/// <param name="Open">Steps whose last failure this is and that have not ended well or been given up since.</param>
/// <param name="Reopened">How often it came again after it had been resolved.</param>
/// <param name="Status">open, muted or resolved; a muting whose time is over is open.</param>
/// <param name="StatusBy">Who set it; null while nobody did.</param>
/// <param name="StatusReason">Why.</param>
/// <param name="StatusAt">When.</param>
/// <param name="StatusUntil">When muting ends by itself; null: not by itself.</param>
public sealed record FailureCluster(
    int Id, string Fingerprint, string Namespace, string Template, string Step, string? ErrorType, string? Message, Workflow.StepId SampleStep,
    DateTimeOffset FirstSeen, DateTimeOffset LastSeen, long Total, int Open, int Reopened, string Status, string? StatusBy, string? StatusReason,
    DateTimeOffset? StatusAt, DateTimeOffset? StatusUntil);
