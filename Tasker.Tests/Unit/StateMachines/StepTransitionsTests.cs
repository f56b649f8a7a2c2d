using Tasker.Data.Workflow;
using Tasker.Runtime.StateMachines;
using Xunit;

namespace Tasker.Tests.Unit.StateMachines;

public sealed class StepTransitionsTests
{
    // from event to guard ("-" = none, "*" in front of the event = people only); written apart from the code, on purpose.
    private const string Expected = """
        pending enqueue enqueued parents
        pending fail error -
        pending wait_for_retry waiting_for_retry attempt
        enqueued start in_progress -
        enqueued fail error -
        enqueued wait_for_retry waiting_for_retry attempt
        in_progress enqueue_for_orchestration enqueued_for_orchestration result
        in_progress enqueue_as_error_for_orchestration enqueued_as_error_for_orchestration -
        in_progress fail error -
        in_progress wait_for_retry waiting_for_retry attempt
        enqueued_for_orchestration complete complete result
        enqueued_for_orchestration fail error -
        enqueued_as_error_for_orchestration fail error -
        enqueued_as_error_for_orchestration wait_for_retry waiting_for_retry attempt
        enqueued_as_error_for_orchestration complete complete result
        waiting_for_retry retry pending -
        error *retry pending attempt
        error *reset_for_retry pending -
        complete *reset_for_retry pending -
        resolved_manually *reset_for_retry pending -
        pending stop_with_batch cancelled -
        enqueued stop_with_batch cancelled -
        in_progress stop_with_batch cancelled -
        enqueued_as_error_for_orchestration stop_with_batch cancelled -
        waiting_for_retry stop_with_batch cancelled -
        cancelled restart_with_batch pending -
        error set_aside resolved_manually -
        """;

    private static readonly string[] Unfinished =
    [
        "pending", "enqueued", "in_progress", "enqueued_for_orchestration", "enqueued_as_error_for_orchestration", "waiting_for_retry", "error",
    ];

    private static readonly Dictionary<(string, string), (string To, string Guard, bool People)> Rows = Expected
        .Split('\n', StringSplitOptions.TrimEntries)
        .Concat(Unfinished.SelectMany(state => (string[])
            [$"{state} *cancel cancelled -", $"{state} *complete_manually complete result", $"{state} *resolve_manually resolved_manually -"]))
        .Select(line => line.Split(' '))
        .ToDictionary(row => (row[0], row[1].TrimStart('*')), row => (row[2], row[3], row[1][0] == '*'));

    public static TheoryData<StepState, StepEvent> AllPairs()
    {
        var pairs = new TheoryData<StepState, StepEvent>();
        foreach (var state in Enum.GetValues<StepState>())
        {
            foreach (var stepEvent in Enum.GetValues<StepEvent>())
            {
                pairs.Add(state, stepEvent);
            }
        }

        return pairs;
    }

    public static TheoryData<StepState, StepEvent> GuardedPairs()
    {
        var pairs = new TheoryData<StepState, StepEvent>();
        foreach (var ((stateText, eventText), row) in Rows)
        {
            if (row.Guard != "-")
            {
                Assert.True(StateNames.TryParseStep(stateText, out var state) & EventNames.TryParseStep(eventText, out var stepEvent));
                pairs.Add(state, stepEvent);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    [Trait("Feature", "F024")]
    [Trait("Feature", "F025")]
    [Trait("Feature", "F028")]
    public void TryMove_EveryStateWithEveryEvent_FollowsTheTable(StepState state, StepEvent stepEvent)
    {
        var legal = Rows.TryGetValue((state.Text(), stepEvent.Text()), out var row);
        var result = StepMachine.TryMove(state, stepEvent, new StepFacts(0, 1, 3, Retryable: true, HasResult: true, ByOperator: true));

        if (legal)
        {
            var moved = Assert.IsType<MoveResult<StepState, StepEvent>.Moved>(result);
            Assert.Equal((row.To, row.People), (moved.To.Text(), moved.OperatorOnly));
        }
        else
        {
            var refused = Assert.IsType<MoveResult<StepState, StepEvent>.Refused>(result);
            var reason = state.IsTerminal() ? MoveRefusal.FinalState : MoveRefusal.NoSuchMove;
            Assert.Equal((state, stepEvent, reason), (refused.From, refused.Event, refused.Reason));
        }
    }

    [Theory]
    [MemberData(nameof(GuardedPairs))]
    [Trait("Feature", "F024")]
    public void TryMove_GuardNotSatisfied_IsRefusedWithTheReason(StepState state, StepEvent stepEvent)
    {
        var row = Rows[(state.Text(), stepEvent.Text())];
        var expected = row.Guard switch
        {
            "parents" => MoveRefusal.ParentsUnfinished,
            "attempt" => MoveRefusal.NoAttemptLeft,
            _ => MoveRefusal.ResultMissing,
        };
        var result = StepMachine.TryMove(state, stepEvent, new StepFacts(1, 3, 3, Retryable: true, HasResult: false, ByOperator: true));
        Assert.Equal(expected, Assert.IsType<MoveResult<StepState, StepEvent>.Refused>(result).Reason);
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    [Trait("Feature", "F024")]
    public void TryMove_WithoutAPerson_IsRefusedExactlyWhereOneIsNeeded(StepState state, StepEvent stepEvent)
    {
        var people = Rows.TryGetValue((state.Text(), stepEvent.Text()), out var row) && row.People;
        var result = StepMachine.TryMove(state, stepEvent, new StepFacts(0, 1, 3, Retryable: true, HasResult: true, ByOperator: false));
        Assert.Equal(people, result is MoveResult<StepState, StepEvent>.Refused { Reason: MoveRefusal.OperatorOnly });
    }

    [Fact]
    [Trait("Feature", "F024")]
    public void Events_Enum_HasFifteenWithDistinctNamesThatParse()
    {
        var texts = Enum.GetValues<StepEvent>().Select(e => e.Text()).ToArray();
        Assert.Equal(15, texts.Distinct().Count());
        Assert.All(Enum.GetValues<StepEvent>(), e => Assert.True(EventNames.TryParseStep(e.Text(), out var parsed) && parsed == e));
        Assert.False(EventNames.TryParseStep("Start", out _));
    }

    [Theory]
    [Trait("Feature", "F024")]
    [InlineData("pending enqueued in_progress")]
    [InlineData("in_progress enqueued_for_orchestration complete")]
    [InlineData("in_progress enqueued_as_error_for_orchestration waiting_for_retry")]
    [InlineData("in_progress enqueued_as_error_for_orchestration error")]
    [InlineData("in_progress waiting_for_retry pending enqueued in_progress")]
    [InlineData("in_progress error")]
    [InlineData("in_progress cancelled pending")]
    [InlineData("error resolved_manually")]
    [InlineData("waiting_for_retry pending enqueued in_progress")]
    public void IsLegalPath_PathsOfTheEngine_AreLegalWithoutAPerson(string path) => Assert.True(StepTransitions.IsLegalPath(Parse(path)));

    [Theory]
    [Trait("Feature", "F024")]
    [InlineData("error pending enqueued", true)]
    [InlineData("waiting_for_retry resolved_manually", true)]
    [InlineData("enqueued_for_orchestration cancelled", true)]
    [InlineData("pending in_progress", false)]
    [InlineData("complete resolved_manually", false)]
    [InlineData("in_progress enqueued", false)]
    public void IsLegalPath_MovesOfPeople_NeedAPerson(string path, bool legalForPeople)
    {
        Assert.False(StepTransitions.IsLegalPath(Parse(path)));
        Assert.Equal(legalForPeople, StepTransitions.IsLegalPath(Parse(path), byOperator: true));
    }

    [Fact]
    public void IsLegalPath_NoStates_IsNoPath()
    {
        Assert.False(StepTransitions.IsLegalPath([]));
        Assert.True(StepTransitions.IsLegalPath([StepState.Pending]));
    }

    private static StepState[] Parse(string path) =>
        [.. path.Split(' ').Select(text => StateNames.TryParseStep(text, out var state) ? state : throw new ArgumentException(text, nameof(path)))];
}
