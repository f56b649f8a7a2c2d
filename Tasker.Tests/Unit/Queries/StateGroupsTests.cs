using Tasker.Data.Workflow;
using Tasker.Runtime.Queries;
using Xunit;

namespace Tasker.Tests.Unit.Queries;

public sealed class StateGroupsTests
{
    [Fact]
    public void Find_UnknownName_NamesIt()
    {
        Assert.Null(StateGroups.Find(["error", "broken"], out var unknown));
        Assert.Equal("broken", unknown);
    }

    [Fact]
    public void Split_TerminalStates_NeedsNoFilterBesideThePhase()
    {
        var (phases, states) = StateGroups.Split(StateGroups.Find(["ended"], out _)!);

        Assert.Equal([2, 3, 4, 5], phases);
        Assert.Null(states);
    }

    [Fact]
    public void Split_SomeOpenStates_FiltersInsideThePhase()
    {
        var (phases, states) = StateGroups.Split(StateGroups.Find(["waiting", "error"], out _)!);

        Assert.Equal([0, 3], phases);
        Assert.Equal([TaskState.WaitingForDependencies, TaskState.WaitingForRetry, TaskState.Error], states);
    }

    [Fact]
    public void Find_EveryState_IsCoveredByExactlyTheGroupsOpenBlockedAndEnded()
    {
        var all = StateGroups.Find(["open", "blocked_by_failures", "ended"], out _)!;

        Assert.Equal(Enum.GetValues<TaskState>().ToHashSet(), all);
    }
}
