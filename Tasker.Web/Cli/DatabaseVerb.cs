using Microsoft.Extensions.Logging.Abstractions;
using Tasker.Web.Hosting;

namespace Tasker.Web.Cli;

/// <summary>Runs a verb on the database that serving would use, and reports a failed start as serving does.</summary>
internal static class DatabaseVerb
{
    public static async Task<int> RunAsync(
        IConfiguration configuration, Func<TaskerDatabase, CancellationToken, Task<int>> verb, CancellationToken ct)
    {
        try
        {
            await using var database = await TaskerDatabase.OpenAsync(configuration, NullLogger.Instance, ct);
            return await verb(database, ct);
        }
        catch (Exception e) when (StartupProblem.Of(e) is { } problem)
        {
            await Console.Error.WriteLineAsync(problem.Text);
            return problem.ExitCode;
        }
    }
}
