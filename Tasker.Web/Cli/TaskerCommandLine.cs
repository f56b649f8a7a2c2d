using System.CommandLine;

namespace Tasker.Web.Cli;

/// <summary>The verbs of the one executable. Without a verb it serves.</summary>
internal static class TaskerCommandLine
{
    public static Task<int> RunAsync(string[] args)
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .Build();
        var root = new RootCommand("Tasker: durable workflows on PostgreSQL. Without a verb: console, API and engine.");
        root.Subcommands.Add(CheckCommand.Create(configuration));
        root.Subcommands.Add(MigrateCommand.Create(configuration));
        root.Subcommands.Add(TemplateCommands.Create());
        root.Subcommands.Add(TaskCommands.Create());
        root.Subcommands.Add(BenchCommand.Create(configuration));
        // Whatever is no verb are settings for the server, such as --urls or --Tasker:Worker:Concurrency=20.
        root.TreatUnmatchedTokensAsErrors = false;
        var options = new ServeOptions();
        var serve = new Command("serve", "Console, API and engine: the same as no verb.") { TreatUnmatchedTokensAsErrors = false };
        root.Subcommands.Add(serve);
        foreach (var command in (Command[])[root, serve])
        {
            command.Options.Add(options.Roles);
            command.Options.Add(options.Namespaces);
            command.SetAction((parsed, _) => ServeCommand.RunAsync(args, parsed.GetValue(options.Roles), parsed.GetValue(options.Namespaces)));
        }

        return root.Parse(args).InvokeAsync();
    }
}
