using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tasker.Data.DeadLetters;
using Tasker.Data.Events;
using Tasker.Data.Failures;
using Tasker.Data.Pauses;
using Tasker.Data.Queue;
using Tasker.Data.Reads;
using Tasker.Data.Templates;
using Tasker.Runtime.Live;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Queries;

/// <summary>Registers what pages and the API ask.</summary>
public static class QueryServices
{
    /// <summary>Adds the browsers, all singletons. Needs a <c>TaskerDataSource</c>.</summary>
    public static IServiceCollection AddTaskerQueries(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TemplateRows>();
        services.TryAddSingleton<TemplateCatalog>();
        services.TryAddSingleton<LiveProjection>();
        services.TryAddSingleton<TaskReads>();
        services.AddSingleton<TaskLinkReads>();
        services.AddSingleton<ReplacedPayloadReads>();
        services.AddSingleton<StepReads>();
        services.AddSingleton<WaitReads>();
        services.AddSingleton<FailureReads>();
        services.AddSingleton<FailureBrowser>();
        services.TryAddSingleton<EventLog>();
        services.AddSingleton<EventBrowser>();
        services.AddSingleton<HistoryReads>();
        services.AddSingleton<BatchReads>();
        services.AddSingleton<BatchBrowser>();
        services.AddSingleton<CommandReads>();
        services.AddSingleton<CountReads>();
        services.AddSingleton<NodeReads>();
        services.AddSingleton<QueueReads>();
        services.AddSingleton<PauseReads>();
        services.AddSingleton<TaskFilterResolver>();
        services.AddSingleton<WorkCounter>();
        services.AddSingleton<TaskBrowser>();
        services.AddSingleton<StepBrowser>();
        services.AddSingleton<TemplateBrowser>();
        services.AddSingleton<WorkerBrowser>();
        services.AddSingleton<QueueBrowser>();
        services.AddSingleton<PauseBrowser>();
        services.TryAddSingleton<ArchiveStore>();
        services.AddSingleton<ArchiveBrowser>();
        services.AddSingleton<CommandBrowser>();
        services.TryAddSingleton<DeadLetterReads>();
        services.AddSingleton<DeadLetterBrowser>();
        services.AddSingleton<StalenessBrowser>();
        return services;
    }
}
