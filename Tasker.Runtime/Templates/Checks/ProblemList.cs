namespace Tasker.Runtime.Templates;

/// <summary>Collects problems while a template is read and then checked by rules.</summary>
internal sealed class ProblemList(bool strict)
{
    /// <summary>Looking for the nearest of ten thousand names is not free, and nobody reads the hundredth suggestion.</summary>
    private const int MaxSuggestions = 50;

    private readonly List<TemplateProblem> problems = [];
    private int suggestions;
    private HashSet<string> alreadyWrong = [];
    private SourceMap? source;

    /// <summary>The step being looked at; its name goes into every problem reported meanwhile.</summary>
    public string? StepName { get; set; }

    /// <summary>True when parts of the text could not be taken into the model, so that places in the model are not those of the text.</summary>
    public bool IsIncomplete { get; set; }

    /// <summary>From here on the model is judged by rules: their places come from the source map, and what could not be read is not judged again.</summary>
    public void StartRules(SourceMap map)
    {
        source = map;
        alreadyWrong = [.. problems.Where(p => p is { Severity: ProblemSeverity.Error, Path: not null }).Select(p => p.Path!)];
    }

    public void Error(string code, string message, int line, int column, string? path = null) =>
        problems.Add(new(ProblemSeverity.Error, code, message, line, column, path, StepName));

    public void Error(string code, string message, YamlNode node, string? path) => Error(code, message, node.Line, node.Column, path);

    /// <summary>A warning that strict reading turns into an error.</summary>
    public void Doubt(string code, string message, YamlNode node, string? path) =>
        problems.Add(new(DoubtSeverity, code, message, node.Line, node.Column, path, StepName));

    public void ErrorAt(string path, string code, string message) => Add(ProblemSeverity.Error, path, code, message);

    public void WarningAt(string path, string code, string message) => Add(ProblemSeverity.Warning, path, code, message);

    public void InfoAt(string path, string code, string message) => Add(ProblemSeverity.Info, path, code, message);

    public void DoubtAt(string path, string code, string message) => Add(DoubtSeverity, path, code, message);

    /// <summary>" (did you mean 'x'?)" for a name that does not exist, or nothing.</summary>
    public string Suggest(string name, IEnumerable<string> known) => ++suggestions > MaxSuggestions ? "" : TemplateWords.SuggestName(name, known);

    /// <summary>The line of a path; null when there is no text.</summary>
    public int? LineOf(string path) => source?.Find(path).Line;

    public IReadOnlyList<TemplateProblem> InOrder() => [.. problems.OrderBy(p => p.Line).ThenBy(p => p.Column)];

    private ProblemSeverity DoubtSeverity => strict ? ProblemSeverity.Error : ProblemSeverity.Warning;

    private void Add(ProblemSeverity severity, string path, string code, string message)
    {
        if (IsAlreadyWrong(path))
        {
            return;
        }

        var (line, column) = source?.Find(path) ?? (0, 0);
        problems.Add(new(severity, code, message, line, column, path, StepName));
    }

    private bool IsAlreadyWrong(string path)
    {
        if (alreadyWrong.Count == 0)
        {
            return false;
        }

        for (var part = path; part.Length > 0; part = part[..part.LastIndexOf('/')])
        {
            if (alreadyWrong.Contains(part))
            {
                return true;
            }
        }

        return false;
    }
}
