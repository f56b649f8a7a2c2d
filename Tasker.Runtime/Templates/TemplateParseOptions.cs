namespace Tasker.Runtime.Templates;

/// <summary>The bounds within which a template's text is read.</summary>
public sealed record TemplateParseOptions
{
    /// <summary>The defaults.</summary>
    public static readonly TemplateParseOptions Default = new();

    /// <summary>True: what is normally a warning about a key or a form that Tasker does not know is an error.</summary>
    public bool Strict { get; init; }

    /// <summary>The largest text in bytes of UTF-8. Default 256 KiB.</summary>
    public int MaxBytes { get; init; } = 256 * 1024;

    /// <summary>The deepest nesting of mappings and sequences, 1 to 60 (what JSON readers accept). Default 32.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>The most parse events (each scalar, each start and end of a mapping or sequence). Default 20,000.</summary>
    public int MaxEvents { get; init; } = 20_000;

    /// <summary>The most steps. Default 10,000.</summary>
    public int MaxSteps { get; init; } = 10_000;

    /// <summary>The most dependencies of all steps together. Default 100,000.</summary>
    public int MaxEdges { get; init; } = 100_000;
}
