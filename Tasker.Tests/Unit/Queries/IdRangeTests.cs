using Tasker.Data.Workflow;
using Tasker.Runtime.Queries;
using Xunit;

namespace Tasker.Tests.Unit.Queries;

public sealed class IdRangeTests
{
    private static readonly Guid Task = Guid.Parse("01999999-aaaa-7bbb-8ccc-dddddd000000");

    [Theory]
    [InlineData("01999999-aaaa-7bbb-8ccc-dddddd000000", true)]
    [InlineData("01999999aaaa7bbb8cccdddddd000000", true)]
    [InlineData("01999999-AAAA", true)]
    [InlineData("0", true)]
    [InlineData("01999998", false)]
    [InlineData("0199999a", false)]
    public void OfText_IdOrBeginning_HoldsExactlyWhatBeginsSo(string text, bool holds)
    {
        var range = IdRange.OfText(text)!.Value;

        Assert.Equal(!holds, range.And(new IdRange(Task, IdRange.After(Task))).IsEmpty);
    }

    [Fact]
    public void OfText_AStepsId_MeansItsTask()
    {
        var range = IdRange.OfText(new TaskId(Task).Step(41).ToString());

        Assert.Equal(new IdRange(Task, IdRange.After(Task)), range);
    }

    [Theory]
    [InlineData("")]
    [InlineData("xyz")]
    [InlineData("01999999-aaaa-7bbb-8ccc-dddddd0000001")]
    public void OfText_NoHexadecimal_IsNothing(string text) => Assert.Null(IdRange.OfText(text));

    [Fact]
    public void OfTime_RangeOfAMillisecond_HoldsTheIdsMadeInIt()
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(0x0199_9999_AAAA);
        var own = new IdRange(Task, IdRange.After(Task));

        Assert.False(IdRange.OfTime(at, at.AddMilliseconds(1)).And(own).IsEmpty);
        Assert.True(IdRange.OfTime(at.AddMilliseconds(1), null).And(own).IsEmpty);
        Assert.True(IdRange.OfTime(null, at).And(own).IsEmpty);
    }
}
