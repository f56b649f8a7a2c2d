using Microsoft.AspNetCore.Components;
using Tasker.Web.Components.Graph;
using Tasker.Web.Components.Shared;

namespace Tasker.Web.Components.Dev;

/// <summary>Shows every building block. Outside development the page does not exist.</summary>
public sealed partial class GalleryPage
{
    private static readonly (string Name, GraphTopology Topology, int Progress)[] Graphs =
    [
        ("linear", GallerySamples.Linear, 1), ("diamond", GallerySamples.Diamond, 1), ("tree", GallerySamples.Tree, 2),
        ("fanout", GallerySamples.FanOut, 20), ("large", GallerySamples.Large, 60),
    ];

    private readonly List<FilterChip> _chips = [new("state", "error"), new("template", "order_*"), new("age", "1 parsec", "An age ends in s, m, h or d.")];
    private readonly CodeProblem[] _problems =
        [new(15, 18, "No step is named validate_ordr; did you mean validate_order?"), new(10, 5, "Five attempts with exponential back-off may take 31 minutes.", IsWarning: true)];
    private readonly string _long = string.Concat(Enumerable.Repeat("2026-11-21T03:37:12.441Z worker-3 resized image in 41 ms\n", 3000));
    private DateTimeOffset _now;
    private string _yaml = GallerySamples.Yaml;
    private int _step;
    private string? _graph;
    private int? _selected;
    private bool _asking;

    [Inject]
    public required IHostEnvironment Host { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Inject]
    public required Toasts Toasts { get; init; }

    protected override void OnInitialized()
    {
        _now = Clock.GetUtcNow();
        if (!Host.IsDevelopment())
        {
            Navigation.NotFound();
        }
    }

    private void Advance() => _step++;

    private void Say(ToastTone tone) => Toasts.Show(tone == ToastTone.Done
        ? new Toast(tone, "Step ship_order is queued again.", "Follow this step", "/dev/gallery")
        : new Toast(tone, "Already retried by ana 4 s ago."));

    private void Confirmed(string reason)
    {
        _asking = false;
        Toasts.Show(new Toast(ToastTone.Failed, $"The step was not failed: {reason}"));
    }
}
