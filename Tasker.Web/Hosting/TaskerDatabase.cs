using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using Tasker.Data;
using Tasker.Data.Embedded;
using Tasker.Data.Schema;

namespace Tasker.Web.Hosting;

/// <summary>
/// The database that this process works on: the configured one, or a server of its own. Opened before anything listens, closed after
/// everything else stopped.
/// </summary>
internal sealed class TaskerDatabase : IAsyncDisposable
{
    /// <summary>The connection string's name in the configuration.</summary>
    public const string ConnectionStringName = "Tasker";

    private readonly EmbeddedPostgres? _server;

    private TaskerDatabase(TaskerDataSource data, EmbeddedPostgres? server, string summary) => (Data, _server, Summary) = (data, server, summary);

    /// <summary>The pools.</summary>
    public TaskerDataSource Data { get; }

    /// <summary>What was done, in one line.</summary>
    public string Summary { get; }

    /// <summary>Completes when an own server ends; never for a configured one.</summary>
    public Task ServerEnded => _server?.Ended ?? Task.Delay(Timeout.Infinite);

    /// <summary>Opens it, checks that it keeps what it commits, and brings the schema up to date.</summary>
    /// <exception cref="TaskerDatabaseException">The connection string is wrong or the schema is newer than this version.</exception>
    /// <exception cref="EmbeddedPostgresException">The own server cannot be started.</exception>
    /// <exception cref="UnsafeDatabaseException">The server may lose commits.</exception>
    public static async Task<TaskerDatabase> OpenAsync(IConfiguration configuration, ILogger logger, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        var options = Bind<EmbeddedPostgresOptions>(configuration, EmbeddedPostgresOptions.Section);
        var dataOptions = Bind<TaskerDataOptions>(configuration, TaskerDataOptions.Section);
        var configured = configuration.GetConnectionString(ConnectionStringName);
        var server = configured is null ? await EmbeddedPostgres.StartAsync(options, logger, ct) : null;
        TaskerDataSource? data = null;
        try
        {
            data = TaskerDataSource.Create(configured ?? server!.ConnectionString, dataOptions);
            await DatabaseWait.UntilReachableAsync(data.Engine, configured is null ? TimeSpan.Zero : dataOptions.StartTimeout, logger, ct);
            await DurabilityCheck.RunAsync(data.Engine, options.AllowUnsafeDurability, logger, ct);
            var applied = await SchemaInstaller.InstallAsync(data.Engine, ct);
            var what = server?.Summary ?? $"PostgreSQL at {data.Place}";
            var schema = applied.Count == 0 ? "schema current" : $"schema brought up to date ({applied.Count} steps)";
            return new TaskerDatabase(data, server, $"{what}; {schema}; {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        }
        catch
        {
            if (data is not null) await data.DisposeAsync();
            if (server is not null) await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Data.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    private static T Bind<T>(IConfiguration configuration, string section)
        where T : class, new()
    {
        var options = configuration.GetSection(section).Get<T>(o => o.ErrorOnUnknownConfiguration = true) ?? new T();
        var problems = new List<ValidationResult>();
        if (Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true)) return options;
        throw new OptionsValidationException(section, typeof(T), problems.Select(p => $"{section}:{string.Join(", ", p.MemberNames)}: {p.ErrorMessage}"));
    }
}
