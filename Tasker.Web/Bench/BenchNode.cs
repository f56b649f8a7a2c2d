using System.Diagnostics;
using System.Globalization;
using Tasker.Runtime.Engine;

namespace Tasker.Web.Bench;

/// <summary>A worker in a process of its own: <c>tasker bench --node SHAPE</c>. It says "ready", works until its input ends, and says how much it did.</summary>
internal sealed class BenchNode : IDisposable
{
    private const string ConnectionKey = "ConnectionStrings__Tasker";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private BenchNode(Process process) => _process = process;

    /// <summary>Starts a worker; returns when it runs.</summary>
    public static async Task<BenchNode> StartAsync(string connectionString, BenchShape shape, int concurrency)
    {
        string[] arguments = [typeof(BenchNode).Assembly.Location, "bench", "--node", shape.Name, "--concurrency", concurrency.ToString(CultureInfo.InvariantCulture)];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            // Not among the arguments, which everybody on the machine can read.
            Environment = { [ConnectionKey] = connectionString },
        };
        var node = new BenchNode(Process.Start(start) ?? throw new InvalidOperationException("no process was started"));
        try
        {
            if (await node.ReadAsync() != "ready") throw new InvalidOperationException("a worker process did not start; its messages are above");
            return node;
        }
        catch
        {
            node.Dispose();
            throw;
        }
    }

    /// <summary>Stops it.</summary>
    /// <returns>Steps that it executed.</returns>
    public async Task<long> StopAsync()
    {
        _process.StandardInput.Close();
        var steps = long.Parse(await ReadAsync() ?? "0", CultureInfo.InvariantCulture);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return steps;
    }

    /// <summary>The worker's side.</summary>
    public static async Task<int> RunAsync(string connectionString, string shape, int concurrency)
    {
        // Whoever started it reads the output; everything else goes the other way.
        var output = Console.Out;
        Console.SetOut(Console.Error);
        await using var engine = new BenchEngine(connectionString, concurrency);
        await engine.StartAsync(BenchShape.Find(shape), NodeRoles.Worker);
        await output.WriteLineAsync("ready");
        await output.FlushAsync();
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        await engine.StopAsync();
        await output.WriteLineAsync(engine.Board.Steps.ToString(CultureInfo.InvariantCulture));
        await output.FlushAsync();
        return 0;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task<string?> ReadAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
}
