using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Runtime.StateMachines;
using Xunit;

namespace Tasker.Tests.Unit.Operations;

[Trait("Feature", "F028")]
public sealed class OperatorPathsTests
{
    public static TheoryData<string> Acts => ["retry", "fail", "resolve", "complete", "cancel", "resolve task"];

    [Theory]
    [MemberData(nameof(Acts))]
    public void Paths_EachAct_AreLegalForAPersonAndBeginWhereTheyApply(string act)
    {
        var (moves, ofTask) = Moves(act);

        Assert.NotEmpty(moves);
        Assert.All(moves, m => Assert.Equal(m.From, m.Path[0]));
        Assert.All(moves, m => Assert.True(ofTask
            ? TaskTransitions.IsLegalPath([.. m.Path.Select(b => (TaskState)b)], byOperator: true)
            : StepTransitions.IsLegalPath([.. m.Path.Select(b => (StepState)b)], byOperator: true)));
        Assert.Equal(moves.Count, moves.DistinctBy(m => m.From).Count());
    }

    [Fact]
    public void RetryAll_TaskStates_AreThoseThatAreNotOver() => Assert.Equal(
        Enum.GetValues<TaskState>().Where(s => s == TaskState.Error || !s.IsTerminal()), OperatorPaths.RetryAll.Select(m => (TaskState)m.From));

    private static (IReadOnlyList<OperatorMove> Moves, bool OfTask) Moves(string act) => act switch
    {
        "retry" => (OperatorPaths.Retry, false),
        "fail" => (OperatorPaths.Fail, false),
        "resolve" => (OperatorPaths.Resolve, false),
        "complete" => (OperatorPaths.Complete, false),
        "cancel" => (OperatorPaths.Cancel, true),
        "resolve task" => (OperatorPaths.ResolveTask, true),
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, "no act"),
    };
}
