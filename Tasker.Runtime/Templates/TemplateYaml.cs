using System.Text;

namespace Tasker.Runtime.Templates;

/// <summary>
/// Reads a template from YAML text: bounds first, then the tree, then the model, then the rules. All that is wrong is reported
/// at once, each with its place. Nothing found in a template is executed, fetched or expanded.
/// </summary>
public static class TemplateYaml
{
    /// <summary>Reads a template from text. Never throws for bad input.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="options">The bounds; null takes the defaults.</param>
    public static TemplateParseResult Parse(string yaml, TemplateParseOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        options ??= TemplateParseOptions.Default;
        var problems = new ProblemList(options.Strict);
        if (yaml.Length > options.MaxBytes || Encoding.UTF8.GetByteCount(yaml) > options.MaxBytes)
        {
            return TooLarge(options, problems);
        }

        // Editors leave a byte order mark behind; the parser would take it for text.
        yaml = yaml.TrimStart('\uFEFF');
        if (!YamlCharacters.Check(yaml, problems) || new YamlTreeReader(options, problems).Read(yaml) is not { } root)
        {
            return new TemplateParseResult(null, problems.InOrder());
        }

        var draft = TemplateReader.Read(root, problems);
        if (!problems.IsIncomplete)
        {
            problems.StartRules(new SourceMap(root));
            TemplateValidator.Check(draft, options, problems);
        }

        return new TemplateParseResult(draft, problems.InOrder());
    }

    /// <summary>Reads a template from the bytes of a file or upload; they must be UTF-8. Never throws for bad input.</summary>
    /// <param name="utf8">The bytes, with or without a byte order mark.</param>
    /// <param name="options">The bounds; null takes the defaults.</param>
    public static TemplateParseResult ParseUtf8(ReadOnlySpan<byte> utf8, TemplateParseOptions? options = null)
    {
        options ??= TemplateParseOptions.Default;
        var problems = new ProblemList(options.Strict);
        if (utf8.Length > options.MaxBytes)
        {
            return TooLarge(options, problems);
        }

        return YamlCharacters.CheckUtf8(utf8, problems)
            ? Parse(Encoding.UTF8.GetString(utf8), options)
            : new TemplateParseResult(null, problems.InOrder());
    }

    private static TemplateParseResult TooLarge(TemplateParseOptions options, ProblemList problems)
    {
        problems.Error(ProblemCodes.TooLarge, $"the text is larger than {options.MaxBytes / 1024} KiB", 1, 1);
        return new TemplateParseResult(null, problems.InOrder());
    }
}
