using System.Diagnostics;
using Tasker.Tests.Support;

namespace Tasker.Tests.Chaos;

/// <summary>A node that really is a process: <see cref="NodeProgram"/>.</summary>
internal sealed class NodeProcess : IDisposable
{
    private readonly Process _process;
    private bool _isGone;

    private NodeProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public DateTimeOffset ExitedAt => new(_process.ExitTime);

    /// <summary>0 after an orderly stop, 137 after kill -9.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a node and waits until it runs or has ended.</summary>
    /// <param name="database">Connection string.</param>
    /// <param name="arguments">Settings such as <c>--Tasker:Engine:Roles=worker</c>.</param>
    public static async Task<NodeProcess> StartAsync(string database, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(NodeProgram).Assembly.Location, "--database", database, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        var process = Process.Start(start)!;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            // Null is the end of the output, and of the process.
            if (line.Data is null or "ready") ready.TrySetResult();
        };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ready.Task.WaitAsync(TaskerHarness.LongPatience);
        return new NodeProcess(process);
    }

    public Task WaitForExitAsync() => _process.WaitForExitAsync().WaitAsync(TaskerHarness.LongPatience);

    /// <summary>Asks it to stop, as a supervisor does.</summary>
    public async Task StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await WaitForExitAsync();
    }

    /// <summary>kill -9, and waits until it is gone.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return WaitForExitAsync();
    }

    public void Dispose()
    {
        if (_isGone) return;
        _isGone = true;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
