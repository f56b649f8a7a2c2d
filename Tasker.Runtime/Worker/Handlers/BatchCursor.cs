namespace Tasker.Runtime.Worker.Handlers;

/// <summary>One batch of a data set. Cursors are whatever the worker understands: numbers, texts, timestamps, objects; the engine does not read them.</summary>
/// <param name="BatchId">1 to 40 letters, digits, '-' and '_', unique in the batch; part of the worker's name.</param>
/// <param name="StartCursor">Where the batch begins, inclusive by convention; becomes JSON.</param>
/// <param name="EndCursor">Where it ends, exclusive by convention; becomes JSON.</param>
/// <param name="BatchSize">How many items it holds; 0 when that is not known.</param>
public sealed record BatchCursor(string BatchId, object? StartCursor, object? EndCursor, int BatchSize);
