using Tasker.Runtime.Engine;
using Tasker.Runtime.Worker;

namespace Tasker.Web.Hosting;

/// <summary>
/// What a process does, from the short forms <c>--roles</c> and <c>Tasker:Roles</c>, <c>--namespaces</c>: translated into the settings of the
/// engine and the worker before anything reads those.
/// </summary>
internal static class NodeSettings
{
    /// <summary>The short form of <c>Tasker:Engine:Roles</c>.</summary>
    public const string RolesKey = "Tasker:Roles";

    private const string EngineRolesKey = EngineOptions.Section + ":" + nameof(EngineOptions.Roles);
    private const string NamespacesKey = WorkerOptions.Section + ":" + nameof(WorkerOptions.Namespaces);
    private static readonly string[] Known = ["web", "orchestrator", "worker"];

    /// <summary>Applies the short forms.</summary>
    /// <param name="configuration">The settings; what the short forms say is added to them.</param>
    /// <param name="roles">The command line's, null when it names none.</param>
    /// <param name="namespaces">The command line's, null when it names none.</param>
    /// <returns>One sentence for each thing that is wrong; empty when all is well.</returns>
    public static IReadOnlyList<string> Apply(IConfigurationManager configuration, string? roles, string? namespaces)
    {
        var problems = new List<string>();
        var added = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if ((roles ?? configuration[RolesKey]) is { } wanted) added[EngineRolesKey] = Roles(wanted, roles is null ? RolesKey : "--roles", problems);
        if (namespaces is not null) AddNamespaces(configuration, namespaces, added, problems);
        if (problems.Count == 0) configuration.AddInMemoryCollection(added);
        return problems;
    }

    /// <summary>The roles that the settings give; what cannot be read is refused later, by name, when the options are bound.</summary>
    public static NodeRoles RolesOf(IConfiguration configuration) =>
        Enum.TryParse<NodeRoles>(configuration[EngineRolesKey] ?? nameof(NodeRoles.All), ignoreCase: true, out var roles) ? roles : NodeRoles.All;

    private static string Roles(string text, string setting, List<string> problems)
    {
        var names = Split(text);
        var unknown = names.Where(n => !Known.Contains(n, StringComparer.OrdinalIgnoreCase)).ToList();
        if (names.Length == 0 || unknown.Count > 0)
        {
            problems.Add($"'{setting}' is '{text}'; the roles are {string.Join(", ", Known)}, any of them, separated by commas.");
        }

        return string.Join(", ", names);
    }

    private static void AddNamespaces(IConfiguration configuration, string text, Dictionary<string, string?> added, List<string> problems)
    {
        var names = Split(text);
        if (names.Length == 0) problems.Add("'--namespaces' names no namespace.");
        // Lists of settings are merged by position: of a longer one the end would remain.
        if (configuration.GetSection(NamespacesKey).GetChildren().Any()) problems.Add($"'--namespaces' and '{NamespacesKey}' are both given; use one.");
        for (var i = 0; i < names.Length; i++) added[$"{NamespacesKey}:{i}"] = names[i];
    }

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
