namespace Tasker.Web.Bench;

/// <summary>A workload: a shape, how it is driven, and how often.</summary>
/// <param name="Name">Name, as in the harness.</param>
/// <param name="Shape">Shape.</param>
/// <param name="Burst">All at once instead of one at a time.</param>
/// <param name="Units">Units measured.</param>
/// <param name="Warm">Units before, which do not count.</param>
internal sealed record BenchWorkload(string Name, string Shape, bool Burst, int Units, int Warm)
{
    public static IReadOnlyList<BenchWorkload> All { get; } =
    [
        new("linear4-latency", "linear4", false, 200, 300),
        new("diamond-latency", "diamond", false, 200, 300),
        new("fan50-latency", "fan50", false, 30, 50),
        new("fan1000-latency", "fan1000", false, 5, 3),
        new("linear4-burst", "linear4", true, 2000, 300),
    ];

    public static BenchWorkload? Find(string name) => All.FirstOrDefault(w => string.Equals(w.Name, name, StringComparison.Ordinal));
}
