using Microsoft.AspNetCore.Components;

namespace Tasker.Web.Components.Shared;

/// <summary>Shows the circuit's outcomes in a corner and reads them out.</summary>
public sealed partial class ToastArea : IDisposable
{
    [Inject]
    public required Toasts Toasts { get; init; }

    protected override void OnInitialized() => Toasts.Changed += Refresh;

    public void Dispose() => Toasts.Changed -= Refresh;

    private void Refresh(object? sender, EventArgs e) => _ = InvokeAsync(StateHasChanged);
}
