using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tasker.Data;
using Tasker.Data.DeadLetters;
using Tasker.Data.Events;
using Tasker.Data.Failures;
using Tasker.Data.Operators;
using Tasker.Data.Pauses;
using Tasker.Data.Queue;
using Tasker.Data.Reads;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Events.Outbox;
using Tasker.Runtime.Queries;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Operations;

/// <summary>Registers what people may do.</summary>
public static class OperationsServiceCollectionExtensions
{
    /// <summary>
    /// Adds every act as a singleton. Needs a <see cref="TaskerDataSource"/>, an <see cref="IEngineSignals"/>, <see cref="EngineOptions"/> and, unless the system's
    /// clock will do, a <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddTaskerOperations(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OperatorWriter>();
        services.TryAddSingleton<OperatorActs>();
        services.TryAddSingleton<RerunWriter>();
        services.TryAddSingleton<TaskReads>();
        services.TryAddSingleton<TemplateCatalog>();
        services.TryAddSingleton<StepKindReader>();
        services.TryAddSingleton<StepKinds>();
        services.TryAddSingleton<EventOutbox>();
        services.TryAddSingleton<PauseWriter>();
        services.TryAddSingleton<PriorityWriter>();
        services.TryAddSingleton<WakeUpWriter>();
        services.TryAddSingleton<ArchiveStore>();
        AddDeadLetters(services);
        services.TryAddSingleton<EventLog>();
        services.TryAddSingleton<ClusterWriter>();
        return services
            .AddSingleton(s => new ReplayEvents(s.GetRequiredService<EventLog>(), s.GetRequiredService<TimeProvider>()))
            .AddSingleton(s => new SetFailureStatus(s.GetRequiredService<ClusterWriter>(), s.GetRequiredService<TimeProvider>()))
            .AddSingleton(s => new ReplayMessage(s.GetRequiredService<ArchiveStore>(), s.GetRequiredService<TimeProvider>()))
            .AddSingleton(s => new RetryStep(s.GetRequiredService<OperatorActs>()))
            .AddSingleton(s => new FailStep(s.GetRequiredService<OperatorActs>()))
            .AddSingleton(s => new ResolveStep(s.GetRequiredService<OperatorActs>(), s.GetRequiredService<StepKinds>()))
            .AddSingleton(s => new CompleteStep(
                s.GetRequiredService<OperatorActs>(), s.GetRequiredService<StepKinds>(), s.GetRequiredService<EventOutbox>(), s.GetRequiredService<TimeProvider>()))
            .AddSingleton(s => new SkipStep(s.GetRequiredService<OperatorActs>(), s.GetRequiredService<StepKinds>()))
            .AddSingleton(s => new RetryWithInputs(s.GetRequiredService<OperatorActs>(), s.GetRequiredService<StepKinds>()))
            .AddSingleton(s => new RetryDownstream(s.GetRequiredService<OperatorActs>(), s.GetRequiredService<StepKinds>()))
            .AddSingleton(s => new CancelTask(s.GetRequiredService<OperatorActs>()))
            .AddSingleton(s => new ResolveTask(s.GetRequiredService<OperatorActs>()))
            .AddSingleton(s => new RetryAllFailed(s.GetRequiredService<OperatorActs>()))
            .AddSingleton(s => new RerunTask(
                s.GetRequiredService<RerunWriter>(), s.GetRequiredService<TaskReads>(), s.GetRequiredService<TemplateCatalog>(),
                s.GetRequiredService<IEngineSignals>(), s.GetRequiredService<TimeProvider>()))
            .AddSingleton(s => new BulkTasks(s.GetRequiredService<OperatorActs>(), s.GetRequiredService<TaskBrowser>()))
            .AddSingleton(s => new PauseWork(s.GetRequiredService<PauseWriter>(), s.GetRequiredService<IEngineSignals>(), s.GetRequiredService<TimeProvider>()))
            .AddSingleton(s => new ResumeWork(s.GetRequiredService<PauseWriter>(), s.GetRequiredService<IEngineSignals>(), s.GetRequiredService<TimeProvider>()))
            .AddSingleton(s => new ChangePriority(
                s.GetRequiredService<PriorityWriter>(), s.GetRequiredService<IEngineSignals>(), s.GetRequiredService<TimeProvider>()))
            .AddSingleton(s => new SwitchWakeUp(s.GetRequiredService<WakeUpWriter>(), s.GetRequiredService<IEngineSignals>(), s.GetRequiredService<TimeProvider>()));
    }

    private static void AddDeadLetters(IServiceCollection services)
    {
        services.TryAddSingleton<DeadLetterWriter>();
        services.TryAddSingleton<DeadLetterReads>();
        services
            .AddSingleton(s => new EnterDeadLetter(
                s.GetRequiredService<DeadLetterWriter>(), s.GetRequiredService<IEngineSignals>(), s.GetRequiredService<TimeProvider>()))
            .AddSingleton(s => new ResolveDeadLetter(
                s.GetRequiredService<DeadLetterWriter>(), s.GetRequiredService<IEngineSignals>(), s.GetRequiredService<TimeProvider>()))
            .AddSingleton(s => new RequeueDeadLetter(
                s.GetRequiredService<RetryAllFailed>(), s.GetRequiredService<DeadLetterWriter>(), s.GetRequiredService<DeadLetterReads>(),
                s.GetRequiredService<IEngineSignals>(), s.GetRequiredService<TimeProvider>()))
            .AddSingleton(s => new CloseDeadLetters(
                s.GetRequiredService<DeadLetterWriter>(), s.GetRequiredService<DeadLetterReads>(), s.GetRequiredService<IEngineSignals>(),
                s.GetRequiredService<TimeProvider>()));
    }
}
