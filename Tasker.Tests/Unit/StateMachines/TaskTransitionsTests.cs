using Tasker.Data.Workflow;
using Tasker.Runtime.Orchestration.Readiness;
using Tasker.Runtime.StateMachines;
using Xunit;

namespace Tasker.Tests.Unit.StateMachines;

public sealed class TaskTransitionsTests
{
    // from event to guard ("-" = none, "*" in front of the event = people only); written apart from the code, on purpose.
    private const string Expected = """
        pending start initializing -
        initializing ready_steps_found enqueuing_steps -
        initializing no_steps_found complete all
        initializing no_dependencies_ready waiting_for_dependencies -
        enqueuing_steps steps_enqueued steps_in_process -
        enqueuing_steps enqueue_failed error -
        steps_in_process all_steps_completed evaluating_results all
        steps_in_process step_completed evaluating_results -
        steps_in_process step_failed waiting_for_retry retries
        steps_in_process complete complete all
        steps_in_process fail error -
        steps_in_process timeout error -
        evaluating_results all_steps_successful complete all
        evaluating_results ready_steps_found enqueuing_steps -
        evaluating_results no_dependencies_ready waiting_for_dependencies -
        evaluating_results permanent_failure blocked_by_failures failed
        evaluating_results step_failed waiting_for_retry retries
        waiting_for_dependencies dependencies_ready evaluating_results -
        waiting_for_dependencies timeout error -
        waiting_for_retry retry_ready enqueuing_steps -
        waiting_for_retry dependencies_ready evaluating_results -
        waiting_for_retry timeout error -
        blocked_by_failures give_up error failed
        blocked_by_failures *manual_resolution resolved_manually -
        blocked_by_failures dependencies_ready evaluating_results -
        error *reset pending -
        error *resolve_manually resolved_manually -
        pending *cancel cancelled -
        initializing *cancel cancelled -
        enqueuing_steps *cancel cancelled -
        steps_in_process *cancel cancelled -
        evaluating_results *cancel cancelled -
        waiting_for_dependencies *cancel cancelled -
        waiting_for_retry *cancel cancelled -
        blocked_by_failures *cancel cancelled -
        pending *resolve_manually resolved_manually -
        initializing *resolve_manually resolved_manually -
        enqueuing_steps *resolve_manually resolved_manually -
        steps_in_process *resolve_manually resolved_manually -
        evaluating_results *resolve_manually resolved_manually -
        waiting_for_dependencies *resolve_manually resolved_manually -
        waiting_for_retry *resolve_manually resolved_manually -
        blocked_by_failures *resolve_manually resolved_manually -
        """;

    private static readonly Dictionary<(string, string), (string To, string Guard, bool People)> Rows = Expected
        .Split('\n', StringSplitOptions.TrimEntries)
        .Select(line => line.Split(' '))
        .ToDictionary(row => (row[0], row[1].TrimStart('*')), row => (row[2], row[3], row[1][0] == '*'));

    public static TheoryData<TaskState, TaskEvent> AllPairs()
    {
        var pairs = new TheoryData<TaskState, TaskEvent>();
        foreach (var state in Enum.GetValues<TaskState>())
        {
            foreach (var taskEvent in Enum.GetValues<TaskEvent>())
            {
                pairs.Add(state, taskEvent);
            }
        }

        return pairs;
    }

    public static TheoryData<TaskState, TaskEvent> GuardedPairs()
    {
        var pairs = new TheoryData<TaskState, TaskEvent>();
        foreach (var ((stateText, eventText), row) in Rows)
        {
            if (row.People || row.Guard != "-")
            {
                Assert.True(StateNames.TryParseTask(stateText, out var state) & EventNames.TryParseTask(eventText, out var taskEvent));
                pairs.Add(state, taskEvent);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    [Trait("Feature", "F015")]
    [Trait("Feature", "F022")]
    public void TryMove_EveryStateWithEveryEvent_FollowsTheTable(TaskState state, TaskEvent taskEvent)
    {
        var legal = Rows.TryGetValue((state.Text(), taskEvent.Text()), out var row);
        var result = TaskMachine.TryMove(state, taskEvent, Satisfying(row.Guard));

        if (legal)
        {
            var moved = Assert.IsType<MoveResult<TaskState, TaskEvent>.Moved>(result);
            Assert.Equal((row.To, row.People), (moved.To.Text(), moved.OperatorOnly));
        }
        else
        {
            var refused = Assert.IsType<MoveResult<TaskState, TaskEvent>.Refused>(result);
            var reason = state.IsTerminal() ? MoveRefusal.FinalState : MoveRefusal.NoSuchMove;
            Assert.Equal((state, taskEvent, reason), (refused.From, refused.Event, refused.Reason));
        }
    }

    [Theory]
    [MemberData(nameof(GuardedPairs))]
    [Trait("Feature", "F017")]
    public void TryMove_GuardOrPersonMissing_IsRefusedWithTheReason(TaskState state, TaskEvent taskEvent)
    {
        var row = Rows[(state.Text(), taskEvent.Text())];
        var expected = row.People ? MoveRefusal.OperatorOnly : row.Guard switch
        {
            "all" => MoveRefusal.StepsUnfinished,
            "failed" => MoveRefusal.NoFailedStep,
            _ => MoveRefusal.NotOnlyRetriesLeft,
        };
        var result = TaskMachine.TryMove(state, taskEvent, new TaskFacts(new TaskCounters(Left: 1, Active: 1, Waiting: 1, Failed: 0, Ready: 0), ByOperator: false));
        Assert.Equal(expected, Assert.IsType<MoveResult<TaskState, TaskEvent>.Refused>(result).Reason);
    }

    [Fact]
    [Trait("Feature", "F015")]
    public void Events_Enum_HasTwentyTwoWithDistinctNamesThatParse()
    {
        var texts = Enum.GetValues<TaskEvent>().Select(e => e.Text()).ToArray();
        Assert.Equal(22, texts.Distinct().Count());
        Assert.All(Enum.GetValues<TaskEvent>(), e => Assert.True(EventNames.TryParseTask(e.Text(), out var parsed) && parsed == e));
        Assert.False(EventNames.TryParseTask("Start", out _));
    }

    [Theory]
    [Trait("Feature", "F015")]
    [InlineData("pending initializing enqueuing_steps steps_in_process")]
    [InlineData("pending initializing complete")]
    [InlineData("steps_in_process evaluating_results enqueuing_steps steps_in_process")]
    [InlineData("steps_in_process evaluating_results complete")]
    [InlineData("steps_in_process evaluating_results waiting_for_retry")]
    [InlineData("steps_in_process evaluating_results waiting_for_dependencies")]
    [InlineData("steps_in_process evaluating_results blocked_by_failures error")]
    [InlineData("waiting_for_retry enqueuing_steps steps_in_process")]
    [InlineData("waiting_for_retry evaluating_results complete")]
    [InlineData("waiting_for_dependencies evaluating_results enqueuing_steps steps_in_process")]
    [InlineData("blocked_by_failures evaluating_results enqueuing_steps steps_in_process")]
    public void IsLegalPath_PathsOfTheEngine_AreLegalWithoutAPerson(string path) => Assert.True(TaskTransitions.IsLegalPath(Parse(path)));

    [Theory]
    [Trait("Feature", "F015")]
    [InlineData("error pending initializing enqueuing_steps", true)]
    [InlineData("steps_in_process cancelled", true)]
    [InlineData("pending steps_in_process", false)]
    [InlineData("complete pending", false)]
    [InlineData("pending pending", false)]
    public void IsLegalPath_MovesOfPeople_NeedAPerson(string path, bool legalForPeople)
    {
        Assert.False(TaskTransitions.IsLegalPath(Parse(path)));
        Assert.Equal(legalForPeople, TaskTransitions.IsLegalPath(Parse(path), byOperator: true));
    }

    [Fact]
    public void IsLegalPath_NoStates_IsNoPath()
    {
        Assert.False(TaskTransitions.IsLegalPath([]));
        Assert.True(TaskTransitions.IsLegalPath([TaskState.Pending]));
    }

    private static TaskState[] Parse(string path) =>
        [.. path.Split(' ').Select(text => StateNames.TryParseTask(text, out var state) ? state : throw new ArgumentException(text, nameof(path)))];

    private static TaskFacts Satisfying(string? guard) => new(
        guard switch
        {
            "all" => new TaskCounters(Left: 0, Active: 0, Waiting: 0, Failed: 0, Ready: 0),
            "failed" => new TaskCounters(Left: 1, Active: 0, Waiting: 0, Failed: 1, Ready: 0),
            "retries" => new TaskCounters(Left: 1, Active: 0, Waiting: 1, Failed: 0, Ready: 0),
            _ => new TaskCounters(Left: 1, Active: 1, Waiting: 0, Failed: 0, Ready: 0),
        },
        ByOperator: true);
}
