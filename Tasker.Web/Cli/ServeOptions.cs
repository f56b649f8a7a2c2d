using System.CommandLine;

namespace Tasker.Web.Cli;

/// <summary>The options of serving, on the verb <c>serve</c> and without a verb. They become settings, so that one place decides.</summary>
internal sealed class ServeOptions
{
    public Option<string?> Roles { get; } = new("--roles")
    {
        Description = "what this process does: any of web, orchestrator, worker, separated by commas; default all",
    };

    public Option<string?> Namespaces { get; } = new("--namespaces")
    {
        Description = "namespaces whose steps the worker executes, separated by commas; default all",
    };
}
