using System.Text.Json;
using Tasker.Data;
using Tasker.Runtime;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Tests.Chaos;

/// <summary>
/// The work of the chaos tests: a chain with a retry, a fork, a decision and a join. Every run of a handler is noted at once on a
/// connection of its own (<c>public.runs</c>); most also write an effect in the transaction of their result (<c>public.effects</c>).
/// </summary>
internal static class ChaosWorkflow
{
    public const string Tables = """
        create table if not exists public.effects (step_id uuid not null, execution int not null);
        create table if not exists public.runs (step_id uuid not null, execution int not null)
        """;

    public const string Yaml = """
        name: mixed
        namespace_name: chaos
        version: "1.0.0"
        identity_strategy: caller_provided
        steps:
          - name: first
            handler: { callable: chaos.effect }
            retry: { max_attempts: 9, backoff: linear, backoff_base_ms: 10 }
          - name: flaky
            dependencies: [first]
            handler: { callable: chaos.effect, initialization: { fails: 1 } }
            retry: { max_attempts: 9, backoff: linear, backoff_base_ms: 10 }
            publishes_events:
              - { name: chaos.flaky, condition: always }
          - name: plain
            dependencies: [first]
            handler: { callable: chaos.plain }
            retry: { max_attempts: 9, backoff: linear, backoff_base_ms: 10 }
            publishes_events:
              - { name: chaos.plain, condition: success, delivery_mode: broadcast }
          - name: choose
            type: decision
            dependencies: [flaky, plain]
            handler: { callable: chaos.choose }
            retry: { max_attempts: 9, backoff: linear, backoff_base_ms: 10 }
            publishes_events:
              - { name: chaos.chosen, condition: success }
          - name: left
            dependencies: [choose]
            handler: { callable: chaos.effect }
            retry: { max_attempts: 9, backoff: linear, backoff_base_ms: 10 }
          - name: right
            dependencies: [choose]
            handler: { callable: chaos.plain }
            retry: { max_attempts: 9, backoff: linear, backoff_base_ms: 10 }
          - name: other
            dependencies: [choose]
            handler: { callable: chaos.effect }
            retry: { max_attempts: 9, backoff: linear, backoff_base_ms: 10 }
          - name: join
            type: deferred_convergence
            dependencies: [left, right, other]
            handler: { callable: chaos.effect }
            retry: { max_attempts: 9, backoff: linear, backoff_base_ms: 10 }
        """;

    /// <summary>Complete steps whose effects are not exactly one, of their last execution; and effects of steps that are not complete.</summary>
    public const string WrongEffects = """
        select count(*) from (
            select s.task_id
            from tasker.steps s
            join tasker.step_details d on d.task_id = s.task_id and d.step_no = s.step_no
            left join public.effects e on e.step_id = tasker.step_uuid(s.task_id, s.step_no)
            where d.callable = 'chaos.effect'
            group by s.task_id, s.step_no, s.state, s.attempts
            having count(e.*) <> (s.state = 7)::int or (s.state = 7 and max(e.execution) <> s.attempts)
        ) wrong
        """;

    /// <summary>
    /// Endings whose event is not in the log and in the queue exactly once, by the history: every ended attempt of flaky, and the successful one of
    /// plain and choose.
    /// </summary>
    public const string WrongEvents = """
        with due as (
            select a.task_id, a.step_no, a.attempt,
                case d.name when 'flaky' then 'chaos.flaky' when 'plain' then 'chaos.plain' else 'chaos.chosen' end as event_name
            from tasker.step_attempts a
            join tasker.step_details d on d.task_id = a.task_id and d.step_no = a.step_no
            where a.ended_at is not null and (d.name = 'flaky' or d.name in ('plain', 'choose') and a.outcome = 'complete')
        ), sent as (
            select (q.message ->> 'event_id')::uuid as event_id from pgmq.q_chaos_domain_events q
        )
        select count(*)
        from due u
        full join tasker.domain_events e on e.task_id = u.task_id and e.step_no = u.step_no and e.attempt = u.attempt and e.event_name = u.event_name
        where u.task_id is null or e.state is distinct from 1 or (select count(*) from sent s where s.event_id = e.event_id) <> 1
        """;

    /// <summary>Executions that were begun more than once.</summary>
    public const string RunTwice = "select count(*) from (select 1 from public.runs r group by r.step_id, r.execution having count(*) > 1) twice";

    public static void Register(TaskerBuilder tasker) => tasker
        .AddHandler<EffectStep>("chaos.effect")
        .AddHandler<PlainStep>("chaos.plain")
        .AddHandler<ChooseStep>("chaos.choose");

    /// <summary>The task of a number: asked for twice it is one.</summary>
    public static TaskRequest Request(int number, int slowMs) => new()
    {
        Namespace = "chaos",
        Name = "mixed",
        Context = JsonSerializer.SerializeToElement(new { number, slow_ms = slowMs }),
        IdempotencyKey = $"chaos-{number}",
    };

    internal abstract class NotedStep(TaskerDataSource data) : IStepHandler
    {
        public async Task<StepOutcome> HandleAsync(StepContext context, CancellationToken ct)
        {
            await using (var note = data.Console.CreateCommand("insert into public.runs values ($1, $2)"))
            {
                note.Parameters.AddWithValue(context.StepId.Value);
                note.Parameters.AddWithValue(context.Execution);
                await note.ExecuteNonQueryAsync(ct);
            }

            var slow = context.GetInput("slow_ms", 0);
            if (slow > 0) await Task.Delay(slow, ct);
            return await RunAsync(context, ct);
        }

        protected abstract Task<StepOutcome> RunAsync(StepContext context, CancellationToken ct);
    }

    internal sealed class EffectStep(TaskerDataSource data) : NotedStep(data)
    {
        protected override async Task<StepOutcome> RunAsync(StepContext context, CancellationToken ct)
        {
            var transaction = await context.BeginTransactionAsync(ct);
            await using var effect = transaction.Connection!.CreateCommand();
            effect.Transaction = transaction;
            effect.CommandText = $"insert into public.effects values ('{context.StepId.Value}', {context.Execution})";
            await effect.ExecuteNonQueryAsync(ct);
            return context.Attempt <= context.GetConfig("fails", 0) ? StepOutcome.RetryableFailure("not yet") : StepOutcome.Success();
        }
    }

    internal sealed class PlainStep(TaskerDataSource data) : NotedStep(data)
    {
        protected override Task<StepOutcome> RunAsync(StepContext context, CancellationToken ct) => Task.FromResult(StepOutcome.Success());
    }

    internal sealed class ChooseStep(TaskerDataSource data) : NotedStep(data)
    {
        protected override Task<StepOutcome> RunAsync(StepContext context, CancellationToken ct) =>
            Task.FromResult(DecisionOutcome.CreateSteps(["left", "right"]));
    }
}
