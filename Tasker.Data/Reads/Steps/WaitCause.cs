namespace Tasker.Data.Reads;

/// <summary>One thing that stands between a step and its handler.</summary>
/// <param name="No">Its place, from 1: what has to be cleared first.</param>
/// <param name="Cause">A stable word, such as <c>paused_queue</c>; docs/why-not-running.md lists them.</param>
/// <param name="Sentence">For people.</param>
/// <param name="EvidenceJson">The facts behind it, JSON.</param>
/// <param name="Since">Since when, database time; null when that is not known.</param>
public sealed record WaitCause(int No, string Cause, string Sentence, string EvidenceJson, DateTimeOffset? Since);
