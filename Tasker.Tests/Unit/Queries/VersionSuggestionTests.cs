using Tasker.Runtime.Templates;
using Xunit;

namespace Tasker.Tests.Unit.Queries;

[Trait("Feature", "F098")]
public sealed class VersionSuggestionTests
{
    [Theory]
    [InlineData("1.0.0", "1.0.1")]
    [InlineData("1.2.9", "1.2.10")]
    [InlineData("2.0.0-rc.1", "2.0.0")]
    [InlineData("0.1.1", "0.1.4")]
    public void Next_TakenVersion_IsTheLowestFreePatch(string taken, string free) =>
        Assert.Equal(free, VersionSuggestion.Next(taken, ["1.0.0", "0.1.1", "0.1.2", "0.1.3", "2.0.0-rc.1"]));
}
