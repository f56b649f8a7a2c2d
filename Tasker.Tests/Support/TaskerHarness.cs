using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tasker.Data;
using Tasker.Data.Schema;
using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Orchestration;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Templates;
using Xunit;

namespace Tasker.Tests.Support;

/// <summary>
/// A running node on a test's database. Several may share one database: each is a node of its own. Waiting is a bounded poll of the
/// database, the only place where what the engine says is true.
/// </summary>
internal sealed class TaskerHarness : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly IHost _host;
    private bool _stopped;

    private TaskerHarness(IHost host, TaskerDataSource data)
    {
        _host = host;
        Data = data;
    }

    /// <summary>
    /// How long a wait lasts before it fails the test: long for a machine that does much else, and shorter than the longest poll interval, so that
    /// what must be heard by a bell is not found by a poll.
    /// </summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(45);

    /// <summary>The same for the end of much work, or of processes that die and are replaced.</summary>
    public static TimeSpan LongPatience { get; } = TimeSpan.FromMinutes(3);

    public TaskerDataSource Data { get; }

    public IServiceProvider Services => _host.Services;

    public CommandProcessor Commands => Services.GetRequiredService<CommandProcessor>();

    /// <summary>Installs the schema, if it is not there, and starts a node.</summary>
    /// <param name="connectionString">Of a <see cref="TestDatabase"/>.</param>
    /// <param name="build">Registers handlers.</param>
    /// <param name="settings">Configuration, such as <c>["Tasker:Engine:Path"] = "Distributed"</c>; polls are fast unless it says otherwise.</param>
    /// <param name="pools">Sizes of the connection pools; null for the defaults.</param>
    public static async Task<TaskerHarness> StartAsync(
        string connectionString, Action<TaskerBuilder>? build = null, Action<IDictionary<string, string?>>? settings = null, TaskerDataOptions? pools = null)
    {
        var data = TaskerDataSource.Create(connectionString, pools ?? new TaskerDataOptions());
        await SchemaInstaller.InstallAsync(data.Engine, CancellationToken.None);
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Tasker:Engine:PollInterval"] = "00:00:00.100",
            ["Tasker:Engine:DrainTimeout"] = "00:00:02",
        };
        settings?.Invoke(values);
        var application = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        foreach (var (key, value) in values) application.Configuration[key] = value;
        application.Logging.SetMinimumLevel(LogLevel.Warning);
        application.Services.AddSingleton(data);
        application.Services.AddTaskerTemplates();
        var tasker = application.Services.AddTasker();
        build?.Invoke(tasker);
        var host = application.Build();
        await host.StartAsync();
        return new TaskerHarness(host, data);
    }

    /// <summary>Publishes a template; the same text twice is no error.</summary>
    public async Task<TemplateRef> PublishAsync(string yaml)
    {
        var outcome = await Services.GetRequiredService<TemplateStore>().PublishAsync(new PublishRequest(yaml, "tests"), CancellationToken.None);
        return outcome switch
        {
            PublishOutcome.Published published => published.Version,
            PublishOutcome.Unchanged unchanged => unchanged.Version,
            PublishOutcome.Invalid invalid => throw new InvalidOperationException(string.Join(Environment.NewLine, invalid.Problems)),
            _ => throw new InvalidOperationException(outcome.ToString()),
        };
    }

    /// <summary>Requests a task that must be accepted.</summary>
    public async Task<TaskId> SubmitAsync(string ns, string name, object context)
    {
        var outcome = await RequestAsync(new TaskRequest { Namespace = ns, Name = name, Context = JsonSerializer.SerializeToElement(context) });
        return Assert.IsType<TaskRequestOutcome.Created>(outcome).TaskId;
    }

    public Task<TaskRequestOutcome> RequestAsync(TaskRequest request) => Commands.CreateTaskAsync(request, CancellationToken.None);

    /// <summary>Waits until the task is in one of the states.</summary>
    public Task<TaskState> WaitForAsync(TaskId task, params TaskState[] states) =>
        UntilAsync(() => StateAsync(task), states.Contains, state => $"task {task} is {state}, not {string.Join(" or ", states)}");

    /// <summary>Waits until the step is in one of the states.</summary>
    public Task<StepState> WaitForStepAsync(TaskId task, string step, params StepState[] states) =>
        UntilAsync(async () => (await StepAsync(task, step)).State, states.Contains, state => $"step {step} is {state}, not {string.Join(" or ", states)}");

    public async Task<TaskState> StateAsync(TaskId task) =>
        (TaskState)await ScalarAsync<short>("select state from tasker.tasks where task_id = $1", task.Value);

    /// <summary>The task's steps by number.</summary>
    public async Task<IReadOnlyList<HarnessStep>> StepsAsync(TaskId task)
    {
        await using var command = Data.Console.CreateCommand("""
            select d.name, s.state, s.attempts, s.result::text, s.failure::text, s.lease_node
            from tasker.steps s join tasker.step_details d on d.task_id = s.task_id and d.step_no = s.step_no
            where s.task_id = $1
            order by s.step_no
            """);
        command.Parameters.AddWithValue(task.Value);
        var steps = new List<HarnessStep>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            steps.Add(new HarnessStep(
                rows.GetString(0), (StepState)rows.GetInt16(1), rows.GetInt16(2), Text(rows, 3), Text(rows, 4), rows.IsDBNull(5) ? null : rows.GetInt32(5)));
        }

        return steps;
    }

    public async Task<HarnessStep> StepAsync(TaskId task, string name) => (await StepsAsync(task)).Single(s => s.Name == name);

    public async Task<T> ScalarAsync<T>(string sql, params object[] parameters)
    {
        await using var command = Data.Console.CreateCommand(sql);
        foreach (var value in parameters) command.Parameters.AddWithValue(value);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = Data.Console.CreateCommand(sql);
        foreach (var value in parameters) command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Reads until what was read is wanted; fails the test when that takes longer than <see cref="Patience"/>, or what is given.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> read, Func<T, bool> wanted, Func<T, string>? describe = null, TimeSpan? patience = null)
    {
        var most = patience ?? Patience;
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var value = await read();
            if (wanted(value)) return value;
            if (Stopwatch.GetElapsedTime(since) > most) Assert.Fail($"after {most.TotalSeconds:0} s: {describe?.Invoke(value) ?? value?.ToString()}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Stops the node as an application does.</summary>
    public async Task StopAsync()
    {
        if (_stopped) return;
        _stopped = true;
        await _host.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _host.Dispose();
        await Data.DisposeAsync();
    }

    private static string? Text(NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
}
