using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Events;
using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Events;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;

namespace Tasker.Tests.Runtime.Events;

/// <summary>A node whose one-step template publishes events, and what arrived where.</summary>
internal sealed class EventRun(TaskerHarness node, string name) : IAsyncDisposable
{
    public TaskerHarness Node => node;

    /// <summary>What the bus delivered, in its order.</summary>
    public ConcurrentQueue<DomainEvent> Fast { get; } = new();

    public DomainEventStats Stats => node.Services.GetRequiredService<DomainEventStats>();

    public static async Task<EventRun> StartAsync(
        string database, string name, string events, string path = "Local", Action<TaskerBuilder>? build = null, int attempts = 2,
        Action<IDictionary<string, string?>>? settings = null)
    {
        var node = await TaskerHarness.StartAsync(
            database,
            b =>
            {
                b.AddHandler("events.step", (context, _) => Task.FromResult(context.GetInput("fails", 0) is var fails && context.Attempt <= fails
                    ? context.GetInput("permanent", false) ? StepOutcome.PermanentFailure("declined 17", "declined") : StepOutcome.RetryableFailure("not yet")
                    : StepOutcome.Success(new { amount = context.GetInput("amount", 5) })));
                build?.Invoke(b);
            },
            s =>
            {
                s["Tasker:Engine:Path"] = path;
                settings?.Invoke(s);
            });
        await node.PublishAsync($$"""
            name: {{name}}
            namespace_name: ev_{{name}}
            version: "1.0.0"
            steps:
              - name: charge
                handler: { callable: events.step }
                retry: { max_attempts: {{attempts}}, backoff: linear, backoff_base_ms: 100 }
                publishes_events:
            {{events}}
            """);
        var run = new EventRun(node, name);
        node.Services.GetRequiredService<DomainEventBus>().Subscribe("*", (e, _) =>
        {
            run.Fast.Enqueue(e);
            return Task.CompletedTask;
        });
        return run;
    }

    public Task<TaskId> SubmitAsync(int fails = 0, bool permanent = false, object? amount = null) =>
        node.SubmitAsync($"ev_{name}", name, new { fails, permanent, amount = amount ?? 5 });

    public async Task<TaskId> RunAsync(TaskState end, int fails = 0, bool permanent = false, object? amount = null)
    {
        var task = await SubmitAsync(fails, permanent, amount);
        await node.WaitForAsync(task, end);
        return task;
    }

    /// <summary>Names of what stands in the queue of the namespace, in its order.</summary>
    public async Task<IReadOnlyList<JsonElement>> QueueAsync(int wanted)
    {
        var table = $"pgmq.q_{DomainEventQueue.NameOf($"ev_{name}")}";
        return await TaskerHarness.UntilAsync<IReadOnlyList<JsonElement>>(
            async () =>
            {
                if (!await node.ScalarAsync<bool>($"select to_regclass('{table}') is not null")) return [];
                var json = await node.ScalarAsync<string>($"select coalesce(jsonb_agg(q.message order by q.msg_id), '[]')::text from {table} q");
                return [.. JsonDocument.Parse(json).RootElement.EnumerateArray()];
            },
            all => all.Count >= wanted,
            all => $"{all.Count} messages, not {wanted}");
    }

    /// <summary>Waits until no event is to be published any more.</summary>
    public Task SettledAsync() => TaskerHarness.UntilAsync(
        () => node.ScalarAsync<long>("select count(*) from tasker.domain_events where state = 0 and namespace_name = $1", $"ev_{name}"), n => n == 0);

    public Task FastAsync(int wanted) => TaskerHarness.UntilAsync(() => Task.FromResult(Fast.Count), n => n >= wanted, n => $"{n} fast events, not {wanted}");

    public ValueTask DisposeAsync() => node.DisposeAsync();
}
