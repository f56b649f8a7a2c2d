using System.ComponentModel;
using System.Diagnostics;

namespace Tasker.Data.Embedded;

/// <summary>Runs one of the server's programs, as the server's user.</summary>
internal static class ChildProcess
{
    /// <summary>The start of a child with piped input and output and an environment that can't redirect or translate it.</summary>
    public static ProcessStartInfo Prepare(ServerUser? user, string file, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetPathRoot(Path.GetTempPath()),
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LC_ALL"] = "C";
        if (user is not null)
        {
            start.UserName = user.Name;
            start.Environment["HOME"] = "/";
        }

        return start;
    }

    /// <summary>Runs a program to its end. A program that can't be started is a result too (-1).</summary>
    /// <exception cref="TimeoutException">The program took longer than <paramref name="timeout"/> and was killed.</exception>
    public static async Task<ChildResult> RunAsync(ProcessStartInfo start, TimeSpan timeout, CancellationToken ct)
    {
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new ChildResult(-1, "", e.Message);
        }

        process.StandardInput.Close();
        using var late = new CancellationTokenSource(timeout, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(either.Token);
            var error = process.StandardError.ReadToEndAsync(either.Token);
            await Task.WhenAll(output, error, process.WaitForExitAsync(either.Token));
            return new ChildResult(process.ExitCode, (await output).Trim(), (await error).Trim());
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            throw new TimeoutException($"{start.FileName} did not end within {timeout.TotalSeconds:0} s.", e);
        }
    }
}
