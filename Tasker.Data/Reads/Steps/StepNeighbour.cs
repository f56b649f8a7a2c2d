namespace Tasker.Data.Reads;

/// <summary>A parent or child of a step.</summary>
/// <param name="No">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">Its state by its stable name.</param>
public sealed record StepNeighbour(int No, string Name, string State);
