using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Xunit;

namespace Tasker.Tests.Support;

/// <summary>
/// A real RabbitMQ broker on ports and in a folder of its own, for a class of tests. Where none is installed and the tests run as root on
/// Debian, its package is installed; elsewhere the failure names the command. It ends with the test process, however that ends.
/// </summary>
public sealed class RabbitMqBroker : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/lib/rabbitmq/bin/rabbitmq-server", "/usr/local/sbin/rabbitmq-server", "/opt/homebrew/sbin/rabbitmq-server"];
    private static int _lastNode;

    // The shell waits for the end of its input, which comes with the end of this process, and takes the broker and its epmd along.
    private const string Guard = """
        "$0" </dev/null >"$1/broker.log" 2>&1 &
        cat >/dev/null
        kill -TERM $! ; wait $!
        epmd -kill >/dev/null 2>&1
        """;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"tasker-rabbit-{Environment.ProcessId}-{Interlocked.Increment(ref _lastNode)}");
    private readonly int _port = FreePort();
    private readonly int _distributionPort = FreePort();
    private readonly int _directoryPort = FreePort();
    private string _server = "";
    private Process? _process;

    /// <summary>Its address, with user and password.</summary>
    public string Uri => $"amqp://guest:guest@127.0.0.1:{_port}/";

    public async Task InitializeAsync()
    {
        _server = Find() ?? await InstallAsync();
        Directory.CreateDirectory(_folder);
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_process is not null) await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Ends the broker in good order: connections break.</summary>
    public async Task StopAsync()
    {
        _process!.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>
    /// Kills the broker (SIGKILL): connections break, what it confirmed is on disk. Not for a queue that is younger than a few seconds: the
    /// broker (3.10) notes the members of a quorum queue late, and cannot open it again without.
    /// </summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts it, with what it had on disk.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Guard, _server, _folder]) { RedirectStandardInput = true, UseShellExecute = false };
        var variables = start.Environment;
        variables["HOME"] = _folder;
        variables["RABBITMQ_NODENAME"] = $"tasker{Environment.ProcessId}x{_port}@localhost";
        variables["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1";
        variables["RABBITMQ_NODE_PORT"] = _port.ToString(CultureInfo.InvariantCulture);
        variables["RABBITMQ_DIST_PORT"] = _distributionPort.ToString(CultureInfo.InvariantCulture);
        variables["ERL_EPMD_PORT"] = _directoryPort.ToString(CultureInfo.InvariantCulture);
        variables["ERL_EPMD_ADDRESS"] = "127.0.0.1";
        variables["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "data");
        variables["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log");
        variables["RABBITMQ_PID_FILE"] = Path.Combine(_folder, "pid");
        variables["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "plugins");
        variables["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "none");
        _process = Process.Start(start)!;
        var factory = new ConnectionFactory { Uri = new Uri(Uri), RequestedConnectionTimeout = TimeSpan.FromSeconds(2) };
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = await factory.CreateConnectionAsync();
                return;
            }
            catch (BrokerUnreachableException) when (Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(90) && !_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
            catch (BrokerUnreachableException e)
            {
                throw new InvalidOperationException($"the broker did not start: {await File.ReadAllTextAsync(Path.Combine(_folder, "broker.log"))}", e);
            }
        }
    }

    private static string? Find() => Places.FirstOrDefault(File.Exists);

    private static async Task<string> InstallAsync()
    {
        if (Environment.UserName == "root" && File.Exists("/etc/debian_version"))
        {
            await RunAsync("update");
            await RunAsync("install", "-y", "--no-install-recommends", "rabbitmq-server");
            if (Find() is { } installed) return installed;
        }

        throw new InvalidOperationException(
            "The RabbitMQ tests need a rabbitmq-server. On Debian: sudo apt-get update && sudo apt-get install -y rabbitmq-server");
    }

    private static async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("apt-get", arguments) { Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" } };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
