using Microsoft.Extensions.Hosting.Internal;
using Tasker.Runtime.Chaos;
using Xunit;

namespace Tasker.Tests.Unit.Chaos;

public sealed class CrashPointsTests
{
    [Fact]
    [Trait("Feature", "F065")]
    public void Pass_ChosenPoint_DiesAtTheGivenPassingOnly()
    {
        var deaths = 0;
        var points = new CrashPoints(CrashPoint.AfterClaim, 3, () => deaths++);

        points.Pass(CrashPoint.AfterClaim);
        points.Pass(CrashPoint.BeforeReap);
        points.Pass(CrashPoint.AfterClaim);
        Assert.Equal(0, deaths);
        points.Pass(CrashPoint.AfterClaim);
        points.Pass(CrashPoint.AfterClaim);
        Assert.Equal(1, deaths);
    }

    [Theory]
    [InlineData("Production", "after-claim", 0.0, "Production")]
    [InlineData("Production", null, 0.5, "Production")]
    [InlineData("Test", "after-lunch", 0.0, "after-hand-over")]
    public void Options_NotAllowedOrUnknown_AreRefusedNamingIt(string environment, string? point, double dropped, string named)
    {
        var rule = new ChaosOptionsRule(new HostingEnvironment { EnvironmentName = environment });

        var result = rule.Validate(null, new ChaosOptions { CrashAt = point, DropBells = dropped });

        Assert.True(result.Failed);
        Assert.Contains(named, result.FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production", null)]
    [InlineData("Test", "after-claim")]
    [InlineData("Development", "Before-Accept")]
    public void Options_InertOrAllowed_Pass(string environment, string? point) => Assert.True(
        new ChaosOptionsRule(new HostingEnvironment { EnvironmentName = environment }).Validate(null, new ChaosOptions { CrashAt = point }).Succeeded);
}
