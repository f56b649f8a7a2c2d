namespace Tasker.Data.Failures;

/// <summary>What folding one range of the history did.</summary>
/// <param name="Looked">Row numbers walked.</param>
/// <param name="Failures">Failures counted.</param>
/// <param name="More">True while the rows that were there at the beginning are not all folded.</param>
public sealed record FoldResult(long Looked, int Failures, bool More);
