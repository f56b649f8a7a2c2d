using System.ComponentModel.DataAnnotations;

namespace Tasker.Runtime.Templates;

/// <summary>Where templates come from besides the API.</summary>
public sealed class TemplateOptions
{
    /// <summary>The section of the configuration: <c>Tasker:Templates</c>.</summary>
    public const string Section = "Tasker:Templates";

    /// <summary>Folders whose <c>*.yaml</c> and <c>*.yml</c> files, at any depth, are published at start and on change; default none.</summary>
    public IReadOnlyList<string> Directories { get; init; } = [];

    /// <summary>How often the folders are looked at even when nothing was reported; 1 s to 1 h, default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RescanEvery { get; init; } = TimeSpan.FromSeconds(30);
}
