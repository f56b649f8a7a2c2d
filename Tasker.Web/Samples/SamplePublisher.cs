using Microsoft.Extensions.Options;
using Tasker.Runtime.Templates;

namespace Tasker.Web.Samples;

/// <summary>Publishes the samples' templates when the process starts. A version that is there stays as it is.</summary>
internal sealed partial class SamplePublisher(TemplateStore store, IOptions<SamplesOptions> options, ILogger<SamplePublisher> logger) : IHostedService
{
    private const string Prefix = "samples/";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled) return;
        foreach (var name in Names)
        {
            var outcome = await store.PublishAsync(new PublishRequest(await ReadAsync(name, cancellationToken), "system:samples"), cancellationToken);
            switch (outcome)
            {
                case PublishOutcome.Published published:
                    LogPublished(logger, published.Version.Name, published.Version.Version);
                    break;
                case PublishOutcome.Conflict conflict:
                    LogKept(logger, conflict.Version.Name, conflict.Version.Version);
                    break;
                case PublishOutcome.Invalid invalid:
                    throw new InvalidOperationException($"{name}: {string.Join("; ", invalid.Problems.Select(p => p.Message))}");
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Names of the templates that the assembly carries.</summary>
    internal static IEnumerable<string> Names =>
        typeof(SamplePublisher).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    internal static async Task<string> ReadAsync(string name, CancellationToken ct)
    {
        using var reader = new StreamReader(typeof(SamplePublisher).Assembly.GetManifestResourceStream(name)!);
        return await reader.ReadToEndAsync(ct);
    }

    [LoggerMessage(5101, LogLevel.Information, "Sample template {Name}:{Version} published")]
    private static partial void LogPublished(ILogger logger, string name, string version);

    [LoggerMessage(5102, LogLevel.Information, "Sample template {Name}:{Version} was published before with another text and stays as it is")]
    private static partial void LogKept(ILogger logger, string name, string version);
}
