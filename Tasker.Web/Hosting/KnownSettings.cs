using Tasker.Data;
using Tasker.Data.Embedded;
using Tasker.Runtime.Chaos;
using Tasker.Runtime.DeadLetters;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Events;
using Tasker.Runtime.Live;
using Tasker.Runtime.Maintenance;
using Tasker.Runtime.Messaging;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker;
using Tasker.Runtime.Worker.Handlers.Http;
using Tasker.Web.Samples;

namespace Tasker.Web.Hosting;

/// <summary>Finds sections below <c>Tasker:</c> that nobody reads: a misspelt one would silently change nothing.</summary>
internal static class KnownSettings
{
    private const string Root = "Tasker";

    private static readonly string[] Sections =
    [
        EmbeddedPostgresOptions.Section, TaskerDataOptions.Section, EngineOptions.Section, WorkerOptions.Section, TemplateOptions.Section,
        LiveOptions.Section, ConsoleOptions.Section, SamplesOptions.Section, HttpOptions.Section, MessagingOptions.Section, ChaosOptions.Section,
        RetentionOptions.Section, StalenessOptions.Section, EventOptions.Section, FailureOptions.Section, NodeSettings.RolesKey,
    ];

    /// <summary>One sentence for each unknown section; empty when all are known.</summary>
    public static IReadOnlyList<string> Refusals(IConfiguration configuration) =>
    [
        .. configuration.GetSection(Root).GetChildren()
            .Where(child => !Sections.Contains(child.Path, StringComparer.OrdinalIgnoreCase))
            .Select(child => $"'{child.Path}' is no setting of Tasker; there are: {string.Join(", ", Sections)}."),
    ];
}
