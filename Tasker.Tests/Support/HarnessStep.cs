using System.Text.Json;
using Tasker.Data.Workflow;

namespace Tasker.Tests.Support;

/// <summary>A step as it is in the database.</summary>
internal sealed record HarnessStep(string Name, StepState State, short Attempts, string? Result, string? Failure, int? LeaseNode)
{
    public JsonElement ResultJson => JsonDocument.Parse(Result ?? throw new InvalidOperationException($"step {Name} has no result")).RootElement;

    public JsonElement FailureJson => JsonDocument.Parse(Failure ?? throw new InvalidOperationException($"step {Name} has no failure")).RootElement;
}
