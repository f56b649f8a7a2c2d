using Microsoft.AspNetCore.Components;

namespace Tasker.Web.Components.Shared;

/// <summary>One outcome. Anything but a failure leaves after ten seconds; a failure waits to be read.</summary>
public sealed partial class ToastCard : IDisposable
{
    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(10);

    private ITimer? _timer;

    /// <summary>The outcome.</summary>
    [Parameter, EditorRequired]
    public required Toast Toast { get; set; }

    /// <summary>It was dismissed or its time is up.</summary>
    [Parameter]
    public EventCallback OnDismiss { get; set; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    private string Tone => Toast.Tone switch
    {
        ToastTone.Done => "done",
        ToastTone.Notice => "notice",
        ToastTone.Failed => "failed",
        _ => throw new InvalidOperationException($"No look for {Toast.Tone}."),
    };

    protected override void OnInitialized()
    {
        if (Toast.Tone != ToastTone.Failed)
        {
            _timer = Clock.CreateTimer(_ => Leave(), null, Stay, Timeout.InfiniteTimeSpan);
        }
    }

    private void Leave() => _ = InvokeAsync(OnDismiss.InvokeAsync);

    public void Dispose() => _timer?.Dispose();
}
