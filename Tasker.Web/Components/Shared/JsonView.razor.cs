using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Tasker.Web.Components.Shared;

/// <summary>
/// Shows a payload as text only: a collapsible tree up to 64 KiB, plain text in portions beyond that or when it is no JSON.
/// Nothing in it is ever markup, a link or a control character.
/// </summary>
public sealed partial class JsonView : IDisposable
{
    private const int MostTreeBytes = 64 * 1024;
    private const int MostDepth = 32;

    private string? _parsed;
    private JsonDocument? _document;
    private int _bytes;
    private int _shownCharacters;

    /// <summary>The payload; null when there is none.</summary>
    [Parameter, EditorRequired]
    public string? Text { get; set; }

    /// <summary>What the payload is: "Result", "Context".</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>The name offered for the download. Default: <c>payload.json</c>.</summary>
    [Parameter]
    public string FileName { get; set; } = "payload.json";

    /// <summary>The words for no payload. Default: "None".</summary>
    [Parameter]
    public string Nothing { get; set; } = "None";

    [Inject]
    public required IJSRuntime Js { get; init; }

    private bool IsCut => _shownCharacters < (Text?.Length ?? 0) && _document is null;

    public void Dispose() => _document?.Dispose();

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_parsed, Text) && _parsed is not null)
        {
            return;
        }

        _parsed = Text;
        _document?.Dispose();
        _document = null;
        _bytes = Encoding.UTF8.GetByteCount(Text ?? "");
        _shownCharacters = Math.Min(Text?.Length ?? 0, MostTreeBytes);
        if (Text is not null && _bytes <= MostTreeBytes)
        {
            _document = JsonShape.TryParse(Text, MostDepth * 2);
        }
    }

    internal static string ByteWords(int bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1024 * 1024 => $"{bytes / 1024.0:0.#} KiB",
        _ => $"{bytes / 1024.0 / 1024.0:0.#} MiB",
    };

    private void ShowMore() => _shownCharacters = Math.Min(Text!.Length, _shownCharacters + MostTreeBytes);

    private async Task DownloadAsync()
    {
        using var stream = new DotNetStreamReference(new MemoryStream(Encoding.UTF8.GetBytes(Text ?? "")));
        await using var shell = await Js.InvokeAsync<IJSObjectReference>("import", "./js/shell.js");
        await shell.InvokeVoidAsync("save", DownloadName.Of(FileName), stream);
    }
}
