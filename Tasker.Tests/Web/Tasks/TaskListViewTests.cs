using System.Text.Json;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime.Live;
using Tasker.Runtime.Operations;
using Tasker.Tests.Support;
using Tasker.Web.Components.Steps;
using Tasker.Web.Components.Tasks;
using Tasker.Web.Components.Tasks.Forms;
using Xunit;

namespace Tasker.Tests.Web.Tasks;

/// <summary>The pure parts of the task pages.</summary>
public sealed class TaskListViewTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    [Trait("Feature", "F140")]
    public void Notice_ShownRowAndNewTask_RowIsChangedAndTaskOnlyCounted()
    {
        var (shown, newer) = (TaskId.New(_clock), new TaskId(Guid.Parse("ffffffff-0000-7000-8000-000000000000")));
        var view = new TaskListView([Item(shown)], isNewest: true, _ => true);

        var changed = view.Notice([Event(shown), Event(newer), Event(newer)]);

        Assert.Equal([shown], changed);
        Assert.Equal(1, view.Arrived);
        Assert.Single(view.Rows);
    }

    [Fact]
    [Trait("Feature", "F140")]
    public void Notice_OlderPage_NothingIsAnnounced()
    {
        var view = new TaskListView([Item(TaskId.New(_clock))], isNewest: false, _ => true);
        view.Notice([Event(new TaskId(Guid.Parse("ffffffff-0000-7000-8000-000000000000")))]);
        Assert.Equal(0, view.Arrived);
    }

    [Theory]
    [InlineData("0199f3a2", "id", "0199f3a2")]
    [InlineData("order", "template", "order*")]
    [InlineData("initiator:ana", "initiator", "ana")]
    [Trait("Feature", "F140")]
    public void Parse_Word_Understood(string text, string key, string value)
    {
        var chip = Assert.Single(TaskSearch.Parse(text).Chips);
        Assert.Equal((key, value, (string?)null), (chip.Key, chip.Value, chip.Problem));
    }

    [Theory]
    [InlineData("id:xyz")]
    [InlineData("colour:red")]
    [InlineData("state:")]
    [Trait("Feature", "F140")]
    public void Parse_BadWord_Explained(string text) => Assert.False(TaskSearch.Parse(text).IsValid);

    [Fact]
    [Trait("Feature", "F141")]
    public void For_CompletedStep_OnlyRetryWithDownstreamIsPossibleAndTheOthersSayWhyNot()
    {
        var choices = StepChoice.For(StepState.Complete.Text(), TaskState.StepsInProcess.Text());

        Assert.Null(Assert.Single(choices, c => c.Act == StepAct.RetryDownstream).WhyNot);
        Assert.All(choices.Where(c => c.Act != StepAct.RetryDownstream), c => Assert.Contains("Done", c.WhyNot, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Feature", "F141")]
    public void For_FailedStepOfBlockedTask_RetryIsPossible() =>
        Assert.Null(StepChoice.For(StepState.Error.Text(), TaskState.BlockedByFailures.Text()).Single(c => c.Act == StepAct.Retry).WhyNot);

    [Fact]
    [Trait("Feature", "F142")]
    public void Read_NestedSchema_FieldsWithPointersAndRequired()
    {
        var form = FormReader.Read(JsonDocument.Parse("""
            { "type": "object", "required": ["a"], "properties": { "a": { "type": "integer", "default": 3 },
              "b": { "type": "object", "properties": { "c/d": { "enum": ["x", "y"] } } }, "e": { "type": "array", "items": { "type": "number" } } } }
            """).RootElement)!;

        Assert.Equal([FieldKind.Integer, FieldKind.Group, FieldKind.Lines], form.Parts.Select(p => p.Kind));
        Assert.True(form.Parts[0].Required);
        Assert.Equal("/b/c~1d", form.Parts[1].Parts[0].Pointer);
        Assert.Equal("""{"a":3}""", FormValues.Initial(form).ToJsonString());
        Assert.Equal("[1,2.5]", FormValues.Parse(form.Parts[2], "1\n2.5\n")!.ToJsonString());
    }

    private TaskListItem Item(TaskId task) => new()
    {
        TaskId = task, TemplateId = 1, Namespace = "n", Template = "t", Version = "1.0.0", State = TaskState.Pending.Text(), StepsTotal = 1, StepsDone = 0,
        StepsFailed = 0, StepsActive = 0, StepsWaiting = 0, Priority = 0, CreatedAt = _clock.GetUtcNow(), ChangedAt = _clock.GetUtcNow(), CorrelationId = task.Value,
    };

    private LiveEvent Event(TaskId task) =>
        new(1, LiveEventKind.Task, 1, task, null, 1, null, TaskState.Pending.Text(), null, _clock.GetUtcNow(), null);
}
