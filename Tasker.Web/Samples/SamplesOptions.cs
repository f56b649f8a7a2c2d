using System.ComponentModel.DataAnnotations;

namespace Tasker.Web.Samples;

/// <summary>The sample workflows of the namespace <c>samples</c>.</summary>
public sealed class SamplesOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Tasker:Samples";

    /// <summary>Publish templates that are not there yet; the handlers are always registered. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Where samples write reports and messages; made when it is not there. Default: <c>tasker-samples</c> in the folder for temporary files.</summary>
    [Required]
    public string OutputFolder { get; init; } = Path.Combine(Path.GetTempPath(), "tasker-samples");
}
