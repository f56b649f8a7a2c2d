using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Tasker.Tests.Support;
using Tasker.Web.Components.Layout;
using Tasker.Web.Components.Shared;
using Tasker.Web.Live;
using Xunit;

namespace Tasker.Tests.Web.Components;

[Trait("Feature", "F146")]
public class SharedComponentTests : ConsoleContext
{
    [Fact]
    public void EntityId_CopyButton_IsLabelledAndCopiesTheWhole()
    {
        const string Id = "0197c3a2-7f10-7b3e-9d01-5b20c4000000";
        var button = Render<EntityId>(p => p.Add(c => c.Value, Id).Add(c => c.Label, "task id")).Find("button");
        Assert.Equal(Id, button.GetAttribute("data-copy"));
        Assert.Equal($"Copy task id {Id}", button.GetAttribute("aria-label"));
    }

    [Fact]
    public void RelativeTime_Rendered_CarriesMachineTimeAndUtcTitle()
    {
        var time = Render<RelativeTime>(p => p.Add(c => c.At, Clock.GetUtcNow().AddMinutes(-3).ToOffset(TimeSpan.FromHours(2)))).Find("time");
        Assert.Equal("2026-11-21T11:57:00.000Z", time.GetAttribute("datetime"));
        Assert.Equal("2026-11-21 11:57:00.000 UTC", time.GetAttribute("title"));
        Assert.Equal("3 min ago", time.TextContent);
        Assert.Equal(0, Clock.TimerCount);
    }

    [Theory]
    [InlineData(EmptyReason.NothingYet, "Nothing here yet", "status")]
    [InlineData(EmptyReason.FilteredAway, "No match", "status")]
    [InlineData(EmptyReason.TimedOut, "This took too long", "alert")]
    [InlineData(EmptyReason.FeedStale, "The live feed is behind", "alert")]
    [InlineData(EmptyReason.NoPermission, "Not yours to see", "status")]
    public void EmptyState_Reason_HasItsOwnWords(EmptyReason reason, string title, string role)
    {
        var section = Render<EmptyState>(p => p.Add(c => c.Reason, reason)).Find("section");
        Assert.Equal(title, section.QuerySelector("h2")!.TextContent);
        Assert.Equal(role, section.GetAttribute("role"));
    }

    [Fact]
    public void EmptyState_Loading_HoldsRoomForTheRows() =>
        Assert.Equal(5, Render<EmptyState>(p => p.Add(c => c.Reason, EmptyReason.Loading).Add(c => c.Rows, 5)).FindAll(".skeleton-row").Count);

    [Fact]
    public async Task ReasonDialog_ShortReason_IsRefusedWithWords()
    {
        var confirmed = new List<string>();
        var dialog = Dialog(confirmed.Add);
        await dialog.InputAsync("textarea", "  short ");
        await dialog.SubmitAsync("form");
        Assert.Empty(confirmed);
        Assert.Equal("true", dialog.Find("textarea").GetAttribute("aria-invalid"));
        Assert.Contains("at least 8", dialog.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReasonDialog_GoodReason_IsConfirmedTrimmed()
    {
        var confirmed = new List<string>();
        var dialog = Dialog(confirmed.Add);
        await dialog.InputAsync("textarea", "  the card was charged twice ");
        await dialog.SubmitAsync("form");
        Assert.Equal(["the card was charged twice"], confirmed);
    }

    [Fact]
    public async Task ReasonDialog_SubmittedTwiceWhileBusy_ConfirmsOnce()
    {
        var (begun, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var calls = 0;
        var dialog = Render<ReasonDialog>(p => p.Add(d => d.Title, "Cancel task").Add(d => d.OnConfirm, EventCallback.Factory.Create<string>(this, async _ =>
        {
            calls++;
            begun.TrySetResult();
            await gate.Task;
        })));
        await dialog.InputAsync("textarea", "no longer needed");
        var first = dialog.SubmitAsync("form");
        await begun.Task;
        await dialog.SubmitAsync("form");
        gate.SetResult();
        await first;
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task ReasonDialog_Escape_Cancels()
    {
        var cancelled = 0;
        var dialog = Render<ReasonDialog>(p => p.Add(d => d.Title, "Cancel task").Add(d => d.OnCancel, () => cancelled++));
        await dialog.RaiseAsync("dialog", "oncancel");
        Assert.Equal(1, cancelled);
    }

    [Fact]
    public async Task PanelBoundary_FailingPanel_ShowsReferenceAndRecovers()
    {
        var broken = true;
        void Content(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder b)
        {
            if (broken)
            {
                throw new InvalidOperationException("secret detail");
            }

            b.AddContent(0, "fine");
        }

        var host = Render<PanelBoundary>(p => p.Add(c => c.Title, "The payload").Add(c => c.ChildContent, b => b.AddContent(0, (RenderFragment)(inner => { inner.OpenComponent<Inner>(1); inner.AddComponentParameter(2, "Body", (RenderFragment)Content); inner.CloseComponent(); }))));
        Assert.Contains("The payload could not be shown", host.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("secret detail", host.Markup, StringComparison.Ordinal);
        Assert.True(host.Find("code").TextContent.Length >= 32);

        broken = false;
        await host.ClickAsync("button");
        await host.WaitForAssertionAsync(() => Assert.Contains("fine", host.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ToastArea_Done_LeavesAfterTenSecondsAndFailureStays()
    {
        var toasts = Services.GetRequiredService<Toasts>();
        var area = Render<ToastArea>();
        toasts.Show(new Toast(ToastTone.Done, "queued again", "Follow this step", "/tasks/1"));
        toasts.Show(new Toast(ToastTone.Failed, "not cancelled"));
        await area.WaitForAssertionAsync(() => Assert.Equal(2, area.FindAll(".toast").Count));
        Assert.Equal("/tasks/1", area.Find(".toast a").GetAttribute("href"));
        Clock.Advance(TimeSpan.FromSeconds(11));
        await area.WaitForAssertionAsync(() => Assert.Contains("not cancelled", area.FindAll(".toast").Single().TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void LiveBadge_Zero_KeepsAnEmptyStatusRegion()
    {
        var badge = Render<LiveBadge>(p => p.Add(c => c.Count, 0));
        Assert.Empty(badge.Find("[role=status]").TextContent.Trim());
        badge.Render(p => p.Add(c => c.Count, 37));
        Assert.Equal("37 new", badge.Find("button").TextContent);
    }

    [Fact]
    public async Task FilterChips_Problem_IsSaidInWords()
    {
        var removed = new List<FilterChip>();
        var chips = Render<FilterChips>(p => p.Add(c => c.Chips, [new FilterChip("age", "1 parsec", "Not an age.")]).Add(c => c.OnRemove, removed.Add));
        Assert.Contains("Not an age.", chips.Find(".filter-chip").TextContent, StringComparison.Ordinal);
        await chips.ClickAsync("button[aria-label='Remove filter age 1 parsec']");
        Assert.Single(removed);
    }

    [Fact]
    public async Task LiveLight_FeedDies_TurnsWithoutAnyReport()
    {
        Feed.ReportRead(TimeSpan.FromMilliseconds(40));
        var light = Render<LiveLight>();
        Assert.Equal("Live · 40 ms", light.Find(".live-light").TextContent);
        Clock.Advance(TimeSpan.FromSeconds(12));
        await light.WaitForAssertionAsync(() => Assert.Contains("level-stale", light.Find(".live-light").ClassName, StringComparison.Ordinal));
    }

    [Fact]
    public async Task LiveLight_Disposed_LeavesNoTimer()
    {
        Render<LiveLight>();
        await DisposeComponentsAsync();
        Assert.Equal(0, Clock.TimerCount);
    }

    private IRenderedComponent<ReasonDialog> Dialog(Action<string> confirmed) =>
        Render<ReasonDialog>(p => p.Add(d => d.Title, "Resolve step by hand").Add(d => d.OnConfirm, confirmed));

    private sealed class Inner : ComponentBase
    {
        [Parameter]
        public RenderFragment? Body { get; set; }

        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder) => builder.AddContent(0, Body);
    }
}
