namespace Tasker.Web.Samples.Linear;

/// <summary>A power of the input.</summary>
internal sealed record PowerResult(long Value);
