using System.Globalization;
using System.Text;

namespace Tasker.Runtime.Templates;

/// <summary>The graph of a template as Mermaid text, for the console, for documents and for the command line.</summary>
public static class TemplateMermaid
{
    /// <summary>
    /// A top-down flow chart. The shape tells the type: box = standard, rhombus = decision, rounded = deferred convergence,
    /// double box = batchable, leaning box = batch worker. Dashed arrows lead to steps that are created at run time.
    /// </summary>
    public static string Render(TaskTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        var graph = new TemplateGraph(template);
        var text = new StringBuilder("flowchart TD\n");
        for (var step = 0; step < graph.Count; step++)
        {
            var (left, right) = Shape(template.Steps[step].Type);
            text.Append(CultureInfo.InvariantCulture, $"    s{step}{left}\"{Escape(graph.Names[step])}\"{right}\n");
        }

        foreach (var (parent, child) in graph.Edges)
        {
            var arrow = template.Steps[parent].Type is StepType.Decision or StepType.Batchable ? "-.->" : "-->";
            text.Append(CultureInfo.InvariantCulture, $"    s{parent} {arrow} s{child}\n");
        }

        return text.ToString();
    }

    private static (string Left, string Right) Shape(StepType type) => type switch
    {
        StepType.Standard => ("[", "]"),
        StepType.Decision => ("{", "}"),
        StepType.DeferredConvergence => ("([", "])"),
        StepType.Batchable => ("[[", "]]"),
        StepType.BatchWorker => ("[/", "/]"),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a step type"),
    };

    /// <summary>Draft templates may hold any text as a name; Mermaid's entity codes keep it from being read as markup.</summary>
    private static string Escape(string name) => string.Concat(name.Select(c =>
        char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ' ' ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"#{(int)c};")));
}
