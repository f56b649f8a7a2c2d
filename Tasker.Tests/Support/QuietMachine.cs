using Xunit;

namespace Tasker.Tests.Support;

/// <summary>Tests of what the engine costs run when all others are done, one class after another: what others do beside them would be counted too.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class QuietMachine
{
    public const string Name = "Quiet machine";
}
