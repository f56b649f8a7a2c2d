using System.CommandLine;

namespace Tasker.Web.Cli;

/// <summary><c>tasker migrate</c>: brings the schema up to date and ends. Serving does the same at each start.</summary>
internal static class MigrateCommand
{
    public static Command Create(IConfiguration configuration)
    {
        var command = new Command("migrate", "Brings the database's schema up to date and ends.");
        command.SetAction((_, ct) => DatabaseVerb.RunAsync(
            configuration,
            (database, _) =>
            {
                Console.WriteLine(database.Summary);
                return Task.FromResult(0);
            },
            ct));
        return command;
    }
}
