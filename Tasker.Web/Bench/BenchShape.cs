using System.Text;

namespace Tasker.Web.Bench;

/// <summary>What one unit of a benchmark is: a template of no-op steps, named and shaped as in the harness.</summary>
internal sealed class BenchShape
{
    public const string Namespace = "bench";

    private static readonly Dictionary<string, BenchShape> Shapes = new(StringComparer.Ordinal)
    {
        ["job"] = new("job", [[]]),
        ["linear4"] = new("linear4", [[], [0], [1], [2]]),
        ["diamond"] = new("diamond", [[], [0], [0], [1, 2]]),
        ["fan50"] = Fan(50),
        ["fan1000"] = Fan(1000),
    };

    private readonly int[][] _parents;

    private BenchShape(string name, int[][] parents) => (Name, _parents) = (name, parents);

    public string Name { get; }

    public int Steps => _parents.Length;

    /// <summary>The one step that ends a unit.</summary>
    public string LastStep => "s" + (Steps - 1);

    public static BenchShape Find(string name) =>
        Shapes.TryGetValue(name, out var shape) ? shape : throw new ArgumentException($"there is no shape '{name}'; there are: {string.Join(" ", Shapes.Keys)}", nameof(name));

    public string Yaml()
    {
        var yaml = new StringBuilder($"name: {Name}\nnamespace_name: {Namespace}\nversion: \"1.0.0\"\nsteps:\n");
        for (var i = 0; i < Steps; i++)
        {
            yaml.Append("  - name: s").Append(i).Append("\n    handler:\n      callable: bench.noop\n");
            if (_parents[i].Length > 0) yaml.Append("    dependencies: [").AppendJoin(", ", _parents[i].Select(p => "s" + p)).Append("]\n");
        }

        return yaml.ToString();
    }

    private static BenchShape Fan(int width) =>
        new("fan" + width, [[], .. Enumerable.Range(0, width).Select(_ => (int[])[0]), [.. Enumerable.Range(1, width)]]);
}
