using Tasker.Data.Workflow;
using Tasker.Runtime.Live;
using Xunit;

namespace Tasker.Tests.Unit.Live;

[Trait("Feature", "F104")]
public sealed class LiveBufferTests
{
    private static readonly TaskId Task = new(Guid.Parse("01999999-aaaa-7bbb-8ccc-dddddd000000"));

    internal static LiveEvent Event(long seq, int? stepNo = null, string to = "complete", TaskId? task = null) => new(
        seq, stepNo is null ? LiveEventKind.Task : LiveEventKind.Step, seq, task ?? Task, stepNo, 1, "pending", to, null, DateTimeOffset.UnixEpoch, null);

    [Fact]
    public void Take_SeveralMovesOfOneStep_HasOnlyTheLatest()
    {
        var buffer = new LiveBuffer(10, conflate: true);
        buffer.Add(Event(1, 0, "enqueued"));
        buffer.Add(Event(2, 1, "enqueued"));
        buffer.Add(Event(3, 0, "complete"));

        var batch = buffer.Take();

        Assert.Equal([2, 3], batch.Events.Select(e => e.Seq));
        Assert.Equal((1, false, 3), (batch.Conflated, batch.HasGap, batch.Through));
    }

    [Fact]
    public void Take_WithoutConflation_HasEveryMove()
    {
        var buffer = new LiveBuffer(10, conflate: false);
        for (var seq = 1; seq <= 4; seq++) buffer.Add(Event(seq, 0));

        Assert.Equal([1, 2, 3, 4], buffer.Take().Events.Select(e => e.Seq));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Add_BeyondTheBound_KeepsTheNewestAndSaysThatThereIsAGap(bool conflate)
    {
        var buffer = new LiveBuffer(3, conflate);
        for (var seq = 1; seq <= 5; seq++) buffer.Add(Event(seq, stepNo: seq));

        var batch = buffer.Take();

        Assert.Equal([3, 4, 5], batch.Events.Select(e => e.Seq));
        Assert.True(batch.HasGap);
        Assert.True(buffer.Take().IsEmpty);
    }

    [Fact]
    public void MarkGap_WithEventsHeld_DropsThem()
    {
        var buffer = new LiveBuffer(3, conflate: true);
        buffer.Add(Event(1));
        buffer.MarkGap(9);

        var batch = buffer.Take();

        Assert.Equal((0, true, 9), (batch.Events.Count, batch.HasGap, batch.Through));
    }
}
