using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Tasker.Data.Checks;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Chaos;

/// <summary>Two real processes on one database, one of them killed for real in the middle of the work.</summary>
public sealed class KilledProcessTests : IAsyncLifetime
{
    private const int Tasks = 500;

    private readonly TestDatabase _database = new();
    private readonly List<Process> _processes = [];

    public Task InitializeAsync() => _database.InitializeAsync();

    public async Task DisposeAsync()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            process.Dispose();
        }

        await _database.DisposeAsync();
    }

    [Fact]
    [Trait("Feature", "F073")]
    [Trait("Feature", "F065")]
    public async Task Kill9_InTheMiddleOf500Tasks_AllEndAndTheDatabaseIsConsistent()
    {
        var (first, firstUrl) = await StartAsync();
        var (_, secondUrl) = await StartAsync();
        using var http = new HttpClient();
        var half = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var accepted = 0;
        var submissions = Parallel.ForEachAsync(Enumerable.Range(0, Tasks), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, ct) =>
        {
            // Every task has a key: a submission whose answer was lost with the process is repeated and counts once.
            while (!await SubmitAsync(http, i % 2 == 0 && !first.HasExited ? firstUrl : secondUrl, i, ct))
            {
                await Task.Yield();
            }

            if (Interlocked.Increment(ref accepted) == Tasks / 2) half.TrySetResult();
        });
        await half.Task.WaitAsync(TaskerHarness.LongPatience);
        first.Kill();
        await submissions.WaitAsync(TaskerHarness.LongPatience);

        await using var data = NpgsqlDataSource.Create(_database.ConnectionString);
        await TaskerHarness.UntilAsync(() => CountAsync(data, "select count(*) from tasker.tasks where phase = 2"), n => n == Tasks, n => $"{n} complete", TaskerHarness.LongPatience);
        Assert.Equal(Tasks, await CountAsync(data, "select count(*) from tasker.tasks"));
        Assert.Empty(await Checker.RunAsync(data, quiescent: true, CancellationToken.None));
    }

    private static async Task<bool> SubmitAsync(HttpClient http, string url, int i, CancellationToken ct)
    {
        try
        {
            var body = $$$"""{"namespace": "samples", "name": "linear", "context": {"even_number": {{{2 + 2 * (i % 40)}}}}, "idempotency_key": "kill-{{{i}}}"}""";
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri(url + "/v1/tasks"), content, ct);
            return answer.StatusCode is System.Net.HttpStatusCode.Created or System.Net.HttpStatusCode.Conflict;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<long> CountAsync(NpgsqlDataSource data, string sql)
    {
        await using var command = data.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private async Task<(Process Process, string Url)> StartAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Tasker.Web.dll"), "--urls", "http://127.0.0.1:0" },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["ConnectionStrings__Tasker"] = _database.ConnectionString;
        start.Environment["Tasker__Engine__Lease"] = "00:00:03";
        start.Environment["Tasker__Engine__PollInterval"] = "00:00:00.500";
        var process = Process.Start(start)!;
        _processes.Add(process);
        var listens = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            const string Words = "Tasker listens on ";
            if (line.Data?.StartsWith(Words, StringComparison.Ordinal) == true) listens.TrySetResult(line.Data[Words.Length..].Trim());
        };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return (process, await listens.Task.WaitAsync(TaskerHarness.LongPatience));
    }
}
