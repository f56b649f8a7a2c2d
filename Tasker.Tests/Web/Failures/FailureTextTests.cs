using Tasker.Data.DeadLetters;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Web.Components.Failures;
using Tasker.Web.Components.Shared;
using Tasker.Web.Components.Steps;
using Xunit;

namespace Tasker.Tests.Web.Failures;

/// <summary>The pure parts of the pages about failures and of the dialogs that mend them.</summary>
public sealed class FailureTextTests
{
    [Theory]
    [Trait("Feature", "F118")]
    [InlineData("""{"step": "charge", "error": {"message": "declined"}}""", "charge: declined")]
    [InlineData("""{"by": "user:ana", "reason": "looks odd"}""", "ana: looks odd")]
    [InlineData("""{"cycle": ["a", "b"]}""", "a → b")]
    [InlineData("""{"state": "waiting_for_retry", "state_limit": {"minutes": 30, "of": "template"}}""", "longer in waiting_for_retry than 30 min (template's limit)")]
    [InlineData("""{"step": "ship", "namespace": "shop", "queued_at": "2026-01-01T00:00:00Z"}""", "ship waits, and no worker serves shop")]
    [InlineData("[]", null)]
    public void Words_OfACause_SayItInOneLine(string cause, string? expected) => Assert.Equal(expected, DeadLetterCause.Words(cause));

    [Fact]
    [Trait("Feature", "F118")]
    public void Parse_SnapshotOfATask_HasStepsMovesAndErrorsByName()
    {
        var snapshot = TaskSnapshot.Parse("""
            {"steps": [{"step_no": 0, "name": "charge", "callable": "shop.charge", "state": "error", "attempts": 3, "max_attempts": 3}],
             "transitions": [{"step_no": 0, "path": ["in_progress", "error"], "attempt": 3, "node": 2}, {"path": [null, "pending"], "actor": "user:ana", "reason": "why not"}],
             "errors": [{"step_no": 0, "attempt": 3, "error_type": "declined", "message": "no money"}],
             "omitted": {"steps": 1, "transitions": 20, "errors": 3, "payloads": true}}
            """);

        Assert.Null(snapshot.Problem);
        Assert.Equal(("charge", "error", 3), (snapshot.Steps[0].Name, snapshot.Steps[0].State, snapshot.Steps[0].Attempts));
        Assert.Equal(("charge", "error", "node 2"), (snapshot.Moves[0].Step, snapshot.Moves[0].Path[^1], snapshot.Moves[0].By));
        Assert.Equal((null, "user:ana", "why not"), (snapshot.Moves[1].Step, snapshot.Moves[1].By, snapshot.Moves[1].Reason));
        Assert.Equal(("charge", "no money"), (snapshot.Errors[0].Step, snapshot.Errors[0].Message));
        Assert.Equal((1, 20, 3), snapshot.Omitted);
    }

    [Theory]
    [Trait("Feature", "F118")]
    [InlineData("""{"incomplete": "a row was broken"}""", "a row was broken")]
    [InlineData("""{"steps": [{"step_no""", "too long")]
    public void Parse_SnapshotThatIsNoWhole_SaysWhy(string json, string word) => Assert.Contains(word, TaskSnapshot.Parse(json).Problem, StringComparison.Ordinal);

    [Fact]
    [Trait("Feature", "F119")]
    public void Look_RowsChangedGoneAndNew_StayInPlaceMarkedAndCounted()
    {
        var rows = new KeptRows<int, (int Id, string Text)>([(1, "a"), (2, "b"), (3, "c")], r => r.Id);

        rows.Look([(1, "A"), (3, "c"), (4, "d")]);

        Assert.Equal([(1, "A"), (2, "b"), (3, "c")], rows.Rows);
        Assert.Equal(1, rows.Arrived);
        Assert.Equal([false, true, false], rows.Rows.Select(rows.IsGone));
    }

    [Fact]
    [Trait("Feature", "F119")]
    public void Look_RowPushedOutByANewOne_IsNotGone()
    {
        var rows = new KeptRows<int, (int Id, string Text)>([(1, "a"), (2, "b")], r => r.Id);

        rows.Look([(0, "new"), (1, "a")]);

        Assert.Equal(1, rows.Arrived);
        Assert.DoesNotContain(rows.Rows, rows.IsGone);
    }

    [Fact]
    [Trait("Feature", "F121")]
    public void Query_AllParts_StandInTheAddressAndInTheFilter()
    {
        var query = new DeadLetterQuery(null, DeadLetterReasons.ManualDlq, "shop/order flow", "2026-01-02T03:04Z");

        Assert.Equal("/failures/dead-letters?reason=manual_dlq&template=shop%2Forder%20flow&before=2026-01-02T03%3A04Z", query.Href);
        var filter = query.ToFilter();
        Assert.Equal(("pending", "manual_dlq", "shop", "order flow"), (filter.Resolution, filter.Reason, filter.Namespace, filter.Template));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 0, TimeSpan.Zero), filter.EnteredBefore);
        Assert.Null((query with { Status = "all" }).ToFilter().Resolution);
        Assert.False((query with { Status = "all" }).IsQueue);
    }

    [Theory]
    [Trait("Feature", "F028")]
    [InlineData("", 1, 1)]
    [InlineData("/b", 3, 8)]
    [InlineData("/b/1/x~1y", 4, 13)]
    [InlineData("/c", 1, 1)]
    public void Find_Pointer_NamesTheLineOfItsValue(string pointer, int line, int column) =>
        Assert.Equal((line, column), JsonPlaces.Find("{\n  \"a\": 1,\n  \"b\": [2,\n    {\"x/y\": 3}]\n}", pointer));

    [Fact]
    [Trait("Feature", "F028")]
    public void Problem_BrokenText_IsAtItsPlace()
    {
        var problem = JsonPlaces.Problem("{\n  \"a\": ,\n}");
        Assert.Equal((2, 8), (problem!.Line, problem.Column));
        Assert.Null(JsonPlaces.Problem("{}"));
    }

    [Fact]
    [Trait("Feature", "F123")]
    public void Downstream_OfAStep_IsWhatBeganBelowIt()
    {
        var below = DownstreamSteps.Of(1, [Step(0, StepState.Complete), Step(1, StepState.Error, 0), Step(2, StepState.Complete, 1), Step(3, StepState.Pending, 2), Step(4, StepState.Complete, 0), Step(5, StepState.InProgress, 4)]);

        Assert.Equal([2], below.Reset.Select(s => s.No));
        Assert.Equal(1, below.Waiting);
        Assert.Equal([5], below.Busy.Select(s => s.No));
    }

    private static StepListItem Step(int no, StepState state, params int[] parents) => new()
    {
        No = no, StepId = new TaskId(Guid.Empty).Step(no), TemplateStepNo = no, Name = $"s{no}", State = state.Text(), Attempts = 1, Executions = 1, MaxAttempts = 1,
        Retryable = true, Level = no, Waits = 0, CreatedAt = default, ChangedAt = default, Callable = "c", Parents = parents,
    };
}
