using System.CommandLine;
using Tasker.Data.Checks;

namespace Tasker.Web.Cli;

/// <summary><c>tasker check</c>: proves the invariants against the database.</summary>
internal static class CheckCommand
{
    public static Command Create(IConfiguration configuration)
    {
        var quiescent = new Option<bool>("--quiescent") { Description = "nothing runs: check also what must hold then" };
        var command = new Command("check", "Checks the database's invariants; exit code 1 when one is broken.") { quiescent };
        command.SetAction((parsed, ct) => DatabaseVerb.RunAsync(
            configuration, (database, token) => CheckAsync(database, parsed.GetValue(quiescent), token), ct));
        return command;
    }

    private static async Task<int> CheckAsync(Hosting.TaskerDatabase database, bool quiescent, CancellationToken ct)
    {
        var violations = await Checker.RunAsync(database.Data.Console, quiescent, ct);
        foreach (var violation in violations)
        {
            Console.WriteLine($"{violation.Id} is broken: {violation.Statement}");
            foreach (var row in violation.Rows) Console.WriteLine($"  {row}");
            if (violation.HasMore) Console.WriteLine("  … and more");
        }

        Console.WriteLine(violations.Count == 0 ? "all invariants hold" : $"{violations.Count} invariants are broken");
        return violations.Count == 0 ? 0 : 1;
    }
}
