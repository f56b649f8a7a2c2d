using Tasker.Runtime.Retry;
using Xunit;

namespace Tasker.Tests.Unit.Retry;

[Trait("Feature", "F054")]
public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Cap = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("120", 120)]
    [InlineData("  7 ", 7)]
    [InlineData("+7", 7)]
    [InlineData("-5", 0)]
    [InlineData("315360000", 300)]
    [InlineData("99999999999999999999999999", 300)]
    [InlineData("922337203685", 300)]
    [InlineData("Sat, 01 Mar 2025 12:00:42 GMT", 42)]
    [InlineData("Sat, 01 Mar 2025 13:00:42 +0100", 42)]
    [InlineData("Saturday, 01-Mar-25 12:00:42 GMT", 42)]
    [InlineData("Sat Mar  1 12:00:42 2025", 42)]
    [InlineData("Sat, 01 Mar 2025 11:59:59 GMT", 0)]
    [InlineData("Thu, 01 Mar 2035 12:00:00 GMT", 300)]
    public void Parse_SecondsOrDate_IsClampedToTheCap(string header, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryAfter.Parse(header, Now, Cap));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("-")]
    [InlineData("soon")]
    [InlineData("1.5")]
    [InlineData("12 seconds")]
    [InlineData("٣")]
    public void Parse_Nonsense_SaysNothing(string? header) => Assert.Null(RetryAfter.Parse(header, Now, Cap));
}
