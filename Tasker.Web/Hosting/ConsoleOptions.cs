using System.ComponentModel.DataAnnotations;

namespace Tasker.Web.Hosting;

/// <summary>How the console presents itself.</summary>
public sealed class ConsoleOptions
{
    /// <summary>The configuration section: <c>Tasker:Console</c>.</summary>
    public const string Section = "Tasker:Console";

    /// <summary>The words in the top bar, for instance "Production EU". Default: the host's environment name.</summary>
    [MaxLength(40)]
    public string? Environment { get; init; }

    /// <summary>The colour behind those words. Default: <see cref="EnvironmentTone.Auto"/>.</summary>
    public EnvironmentTone Tone { get; init; } = EnvironmentTone.Auto;
}
