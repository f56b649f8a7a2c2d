using Tasker.Data.Flow;

namespace Tasker.Runtime.Orchestration.Lanes;

/// <summary>An end on its way into the database.</summary>
/// <param name="End">The end.</param>
/// <param name="MayFree">Successors that this node would take; 0 where it may take none.</param>
internal readonly record struct EndToWrite(StepEnd End, int MayFree);
