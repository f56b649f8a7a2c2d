using Tasker.Data.Reads;

namespace Tasker.Data.Templates;

/// <summary>A checked template version that is to be stored, with everything already worked out.</summary>
public sealed record NewTemplate
{
    /// <summary>The public id that it gets.</summary>
    public required Guid TemplateUuid { get; init; }

    /// <summary>Namespace; made when it does not exist.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Version.</summary>
    public required string Version { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>The stored model, JSON.</summary>
    public required string Definition { get; init; }

    /// <summary>The YAML.</summary>
    public required string Source { get; init; }

    /// <summary>SHA-256 of <see cref="Source"/>.</summary>
    public required byte[] SourceHash { get; init; }

    /// <summary>True: the first permanent failure stops the start of further steps.</summary>
    public required bool StopOnFailure { get; init; }

    /// <summary>Seconds that a blocked task waits for a person before it goes to error; 0 at once, -1 for ever, null as the system's setting says.</summary>
    public int? GiveUpSeconds { get; init; }

    /// <summary>The steps by number.</summary>
    public required IReadOnlyList<TemplateStepItem> Steps { get; init; }

    /// <summary>All dependencies, those of dynamic steps included.</summary>
    public required IReadOnlyList<(int From, int To)> Edges { get; init; }

    /// <summary>Who publishes it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>True: requests without a version get this one from now on. The first version of a name always is the default.</summary>
    public required bool MakeDefault { get; init; }
}
