using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tasker.Data;
using Tasker.Data.Events;
using Tasker.Data.Pauses;
using Tasker.Runtime.Chaos;
using Tasker.Runtime.DeadLetters;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Events;
using Tasker.Runtime.Events.Outbox;
using Tasker.Runtime.Events.Publishers;
using Tasker.Runtime.Failures;
using Tasker.Runtime.Live;
using Tasker.Runtime.Maintenance;
using Tasker.Runtime.Messaging;
using Tasker.Runtime.Orchestration;
using Tasker.Runtime.Orchestration.Actors;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Orchestration.Services.Growth;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker;
using Tasker.Runtime.Worker.Actors;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Runtime.Worker.Handlers.Http;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime;

/// <summary>Puts the engine into a host. Needs a <see cref="TaskerDataSource"/> whose schema is installed.</summary>
public static class RuntimeServiceCollectionExtensions
{
    /// <summary>
    /// Adds engine and worker. Settings are read from <c>Tasker:Engine</c>, <c>Tasker:Worker</c>, <c>Tasker:Messaging</c>, <c>Tasker:Http</c>,
    /// <c>Tasker:Failures</c>, <c>Tasker:Retention</c>, <c>Tasker:Staleness</c>, <c>Tasker:Events</c> and <c>Tasker:Chaos</c>; an unknown key stops the start.
    /// </summary>
    /// <returns>The builder by which handlers are registered.</returns>
    public static TaskerBuilder AddTasker(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        AddOptions<EngineOptions>(services, EngineOptions.Section);
        AddOptions<WorkerOptions>(services, WorkerOptions.Section);
        AddOptions<FailureOptions>(services, FailureOptions.Section);
        AddOptions<RetentionOptions>(services, RetentionOptions.Section);
        AddOptions<StalenessOptions>(services, StalenessOptions.Section);
        AddOptions<ChaosOptions>(services, ChaosOptions.Section);
        services.AddSingleton<IValidateOptions<ChaosOptions>, ChaosOptionsRule>();
        services.AddSingleton(s => CrashPoints.Of(s.GetRequiredService<ChaosOptions>()));
        services.TryAddSingleton<TemplateCatalog>();
        services.TryAddSingleton<LiveBell>();
        AddOptions<MessagingOptions>(services, MessagingOptions.Section);
        services.AddMessaging();
        AddEngine(services);
        AddOrchestration(services);
        AddWorker(services);
        AddEvents(services);
        AddHttpHandler(services);
        services.AddSingleton(s => new NodeFigures(
            s.GetRequiredService<NodeLease>(), s.GetRequiredService<OrchestrationActors>(), s.GetRequiredService<WorkerActors>(),
            s.GetRequiredService<WorkerStatusReader>(), s.GetRequiredService<OrchestrationStats>(), s.GetRequiredService<FlowLanes>(),
            s.GetRequiredService<TaskMemories>(), s.GetRequiredService<NodeLoops>(), s.GetRequiredService<WakeUp>(), s.GetRequiredService<SweepStats>(),
            s.GetRequiredService<RetentionStats>(), s.GetRequiredService<DeadLetterStats>(), s.GetRequiredService<DomainEventStats>()));
        services.AddHostedService<RuntimeHost>();
        return new TaskerBuilder(services);
    }

    private static void AddOptions<T>(IServiceCollection services, string section)
        where T : class
    {
        services.AddOptions<T>()
            .BindConfiguration(section, o => o.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<T>>().Value);
    }

    private static void AddEngine(IServiceCollection services)
    {
        // Jitter spreads polls and retries of many nodes; it decides nothing.
#pragma warning disable RS0030, CA5394
        services.TryAddSingleton<Func<double>>(Random.Shared.NextDouble);
#pragma warning restore RS0030, CA5394
        services.AddSingleton<NodeLease>();
        services.AddSingleton<TaskMemories>();
        services.AddSingleton<NamespaceDirectory>();
        services.AddSingleton<EngineSignals>();
        services.AddSingleton<IEngineSignals>(s => s.GetRequiredService<EngineSignals>());
        services.AddSingleton<Tick>();
        services.AddSingleton<ClaimLoop>();
        services.AddSingleton<ResultLoop>();
        services.AddSingleton<LeaseReaper>();
        services.AddSingleton<HeldStepCheck>();
        services.AddSingleton<Heartbeat>();
        services.AddSingleton<NodeBell>();
        services.AddSingleton<NodeLoops>();
        services.AddSingleton(s => new WakeUp(
            s.GetRequiredService<EngineOptions>(), s.GetRequiredService<EngineSignals>().Tick, s.GetRequiredService<ILogger<WakeUp>>()));
        services.TryAddSingleton<PauseWriter>();
        services.AddSingleton<SweepStats>();
        services.AddSingleton<Sweeper>();
        services.AddSingleton<GiveUpJob>();
        services.AddSingleton<RetentionStats>();
        services.AddSingleton<RetentionJob>();
        services.AddSingleton<DeadLetterStats>();
        services.AddSingleton(s => StalenessDefaults.Limits(s.GetRequiredService<StalenessOptions>(), s.GetRequiredService<EngineOptions>().Environment));
        services.AddSingleton<StalenessDetector>();
    }

    private static void AddOrchestration(IServiceCollection services)
    {
        services.AddSingleton<OrchestrationStats>();
        services.AddSingleton<FlowOutcomes>();
        services.AddSingleton<HandlerCommit>();
        services.AddSingleton<LaneWriter>();
        services.AddSingleton<FlowLanes>();
        services.AddSingleton<TaskInitializer>();
        services.AddSingleton<TaskGrower>();
        services.AddSingleton<DecisionPoints>();
        services.AddSingleton<BatchProcessing>();
        services.AddSingleton<ResultProcessor>();
        services.AddSingleton<StepEnqueuer>();
        services.AddSingleton<TaskFinalizer>();
        services.AddSingleton<TaskRequestActor>();
        services.AddSingleton<DecisionPointActor>();
        services.AddSingleton<BatchActor>();
        services.AddSingleton<ResultProcessorActor>();
        services.AddSingleton<StepEnqueuerActor>();
        services.AddSingleton<TaskFinalizerActor>();
        services.AddSingleton<OrchestrationActors>();
        services.AddSingleton(s => new CommandProcessor(s.GetRequiredService<OrchestrationActors>()));
    }

    private static void AddEvents(IServiceCollection services)
    {
        AddOptions<EventOptions>(services, EventOptions.Section);
        services.AddSingleton<DomainEventStats>();
        services.AddSingleton<DomainEventBus>();
        services.AddSingleton<DomainEventStore>();
        services.AddSingleton<DomainEventDispatcher>();
        services.AddSingleton<PublisherRegistry>();
        services.AddSingleton<EventPipeline>();
        services.TryAddSingleton<EventOutbox>();
        services.AddSingleton<DurablePublisher>();
        services.AddSingleton<OutboxLoop>();
        services.AddSingleton<FailureFolder>();
    }

    private static void AddWorker(IServiceCollection services)
    {
        services.AddSingleton<WorkerStats>();
        services.AddSingleton<Places>();
        services.AddSingleton<HeldSteps>();
        services.AddSingleton<ClaimPolicy>();
        services.AddSingleton<HandlerRegistry>();
        services.AddSingleton<ResultCheck>();
        services.AddSingleton<HandlerInvoker>();
        services.AddSingleton<Checkpoints>();
        services.AddSingleton<ProgressKeeper>();
        services.AddSingleton<StepExecution>();
        services.AddSingleton<CompletionSender>();
        services.AddSingleton<HandOverLane>();
        services.AddSingleton<WorkerStatusReader>();
        services.AddSingleton<DomainEventActor>();
        services.AddSingleton<StepExecutorActor>();
        services.AddSingleton<StepCompletionActor>();
        services.AddSingleton<TemplateCacheActor>();
        services.AddSingleton<WorkerStatusActor>();
        services.AddSingleton<WorkerActors>();
        services.AddSingleton(s => new WorkerCommandProcessor(
            s.GetRequiredService<WorkerActors>(), s.GetRequiredService<Places>(), s.GetRequiredService<HeldSteps>(),
            s.GetRequiredService<ILogger<WorkerCommandProcessor>>()));
        // Whoever commits gives steps to the worker, and the worker's ends go to whoever commits: the circle is closed here.
        services.AddSingleton(s => new Lazy<WorkerCommandProcessor>(s.GetRequiredService<WorkerCommandProcessor>));
    }

    private static void AddHttpHandler(IServiceCollection services)
    {
        AddOptions<HttpOptions>(services, HttpOptions.Section);
        services.AddSingleton<OutboundHosts>();
        services.AddSingleton<OutboundClient>();
        services.AddSingleton(new HandlerRegistration(HttpStep.Callable, typeof(HttpStep), null));
    }
}
