using Tasker.Data.Reads;
using Tasker.Runtime.Queries;
using Xunit;

namespace Tasker.Tests.Unit.Queries;

public sealed class PageCursorTests
{
    private static readonly PageCursor Cursor = new(IsNewer: true, Guid.Parse("01999999-0000-7000-8000-123456000000"));

    [Fact]
    public void Decode_WhatEncodeMade_IsTheSame()
    {
        var (decoded, problem) = PageCursor.Decode(Cursor.Encode("tasks"), "tasks");

        Assert.Null(problem);
        Assert.Equal(Cursor, decoded);
    }

    [Fact]
    public void Decode_AnyCharacterChanged_IsRefused()
    {
        var text = Cursor.Encode("tasks");
        for (var i = 0; i < text.Length; i++)
        {
            // The last character carries spare bits, so a change there may mean the same bytes; it must never mean others.
            var changed = text[..i] + (text[i] == 'A' ? 'Q' : 'A') + text[(i + 1)..];
            var (decoded, problem) = PageCursor.Decode(changed, "tasks");
            Assert.True(problem?.Field == "cursor" || decoded == Cursor, changed);
            if (i < text.Length - 1) Assert.Null(decoded);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("!!!!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Decode_NotACursor_IsRefused(string text) => Assert.NotNull(PageCursor.Decode(text, "tasks").Problem);

    [Fact]
    public void Decode_CursorOfAnotherFilter_IsRefusedAndSaysSo() =>
        Assert.Contains("another list", PageCursor.Decode(Cursor.Encode("tasks error"), "tasks").Problem!.Message);

    [Fact]
    public void Place_OfAKey_IsThePlaceItWasMadeOf()
    {
        var place = new HistoryPlace(1L << 40, 3);

        Assert.Equal(place, new PageCursor(false, PageCursor.KeyOf(place)).Place());
    }
}
