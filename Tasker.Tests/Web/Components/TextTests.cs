using Tasker.Web.Components.Shared;
using Xunit;

namespace Tasker.Tests.Web.Components;

[Trait("Feature", "F146")]
public class TextTests
{
    [Theory]
    [InlineData("plain ü 漢 😀\n\t", "plain ü 漢 😀\n\t")]
    [InlineData("a\u001b[31mred", "a␛[31mred")]
    [InlineData("x\0y\u007f", "x␀y␡")]
    [InlineData("photo\u202Egnp.exe", "photo\\u202Egnp.exe")]
    [InlineData("a\u200bb\u2066c", "a\\u200Bb\\u2066c")]
    public void VisibleText_Hostile_IsNeutralised(string text, string expected) => Assert.Equal(expected, VisibleText.Of(text));

    [Fact]
    public void VisibleText_LoneSurrogate_IsEscaped() => Assert.Equal("lone\\uD800", VisibleText.Of("lone" + (char)0xD800));

    [Fact]
    public void VisibleText_TowerOfMarks_IsCut() => Assert.Equal(1 + 4, VisibleText.Of("e" + new string('\u0301', 200)).Length);

    [Theory]
    [InlineData("result.json", "result.json")]
    [InlineData("../../x", "_.._x")]
    [InlineData("con", "download_con")]
    [InlineData("NUL.txt", "download_NUL.txt")]
    [InlineData("a\"b\r\nc", "a_b__c")]
    [InlineData("", "download")]
    [InlineData("...", "download")]
    public void DownloadName_Wanted_IsSafe(string wanted, string expected) => Assert.Equal(expected, DownloadName.Of(wanted));

    [Theory]
    [InlineData("0197c3a2-7f10-7b3e-9d01-5b20c4000000", "0197c3a2…5b20c4")]
    [InlineData("0197c3a2-7f10-7b3e-9d01-5b20c4000003", "0197c3a2…5b20c4#2")]
    [InlineData("0197c3a2-7f10-7b3e-9d01-5b20c4f3a1b2", "0197c3a2…f3a1b2")]
    [InlineData("worker-1", "worker-1")]
    [InlineData("a-rather-long-worker-name-77", "a-rather…ame-77")]
    public void Shorten_Id_KeepsWhatDiffers(string id, string expected) => Assert.Equal(expected, EntityId.Shorten(id));

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.2, "<1 ms")]
    [InlineData(840, "840 ms")]
    [InlineData(999.9, "999 ms")]
    [InlineData(12_440, "12.4 s")]
    [InlineData(59_999, "59.9 s")]
    [InlineData(200_000, "3 min 20 s")]
    [InlineData(7_380_000, "2 h 03 min")]
    [InlineData(187_200_000, "2 d 4 h")]
    [InlineData(-1500, "-1.5 s")]
    public void Duration_Value_HasTwoUnitsAtMost(double milliseconds, string expected) =>
        Assert.Equal(expected, Duration.Describe(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData(0.4, "now")]
    [InlineData(59, "59 s ago")]
    [InlineData(61, "1 min ago")]
    [InlineData(-90, "in 1 min")]
    [InlineData(172_799, "47 h ago")]
    [InlineData(172_800, "2 d ago")]
    public void RelativeTime_Age_ReadsNaturally(double seconds, string expected) =>
        Assert.Equal(expected, RelativeTime.Describe(TimeSpan.FromSeconds(seconds)));
}
