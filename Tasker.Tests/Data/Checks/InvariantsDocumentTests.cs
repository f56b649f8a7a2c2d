using Tasker.Data.Checks;
using Xunit;

namespace Tasker.Tests.Data.Checks;

[Trait("Feature", "Checker")]
public sealed class InvariantsDocumentTests
{
    [Fact]
    public void Document_Table_ListsEveryInvariant()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Tasker.sln"))) folder = folder.Parent;
        var rows = File.ReadLines(Path.Combine(folder.FullName, "docs", "invariants.md")).Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(1);

        Assert.Equal(Invariants.All.Select(i => $"| {i.Id} | {i.Phase.ToString().ToLowerInvariant()} | {i.Statement} |"), rows);
    }
}
