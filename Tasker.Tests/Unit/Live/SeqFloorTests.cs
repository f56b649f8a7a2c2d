using Tasker.Data.Live;
using Xunit;

namespace Tasker.Tests.Unit.Live;

[Trait("Feature", "F104")]
public sealed class SeqFloorTests
{
    private readonly SeqFloor _floor = new();

    [Fact]
    public void Observe_NobodyWrites_IsFinalAtOnce() => Assert.Equal(40, _floor.Observe(40, []));

    [Fact]
    public void Observe_AWriterThatStays_HoldsUpTheNumberThatItMayHaveTaken()
    {
        Assert.Null(_floor.Observe(40, ["3/1", "4/7"]));
        Assert.Null(_floor.Observe(60, ["3/1", "5/9"]));

        Assert.Equal(40, _floor.Observe(90, ["5/9"]));
        Assert.Null(_floor.Observe(95, ["5/9"]));
    }

    [Fact]
    public void Raise_ToALowerNumber_ChangesNothing()
    {
        _floor.Raise(10);
        _floor.Raise(5);

        Assert.Equal(10, _floor.Value);
    }
}
