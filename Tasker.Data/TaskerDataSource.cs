using Npgsql;

namespace Tasker.Data;

/// <summary>
/// The connection pools of a process: the engine's, tuned for few statements run very often; the console's, small and with a statement
/// timeout, so that no page can slow the engine; the handlers', so that no handler can take the engine's connections; and the source of
/// the one connection that listens.
/// </summary>
public sealed class TaskerDataSource(NpgsqlDataSource engine, NpgsqlDataSource console, NpgsqlDataSource handlers, NpgsqlDataSource listener)
    : IAsyncDisposable
{
    private const int ListenerKeepAliveSeconds = 30;

    /// <summary>For the hot path: generic plans, prepared statements, no reset between uses (its statements leave no session state).</summary>
    public NpgsqlDataSource Engine { get; } = engine;

    /// <summary>For pages, the API, operators' acts and checks.</summary>
    public NpgsqlDataSource Console { get; } = console;

    /// <summary>For handlers that write in the transaction of their result: the server's own settings, reset between uses.</summary>
    public NpgsqlDataSource Handlers { get; } = handlers;

    /// <summary>For the connection that listens for bells: not pooled, and pinged, because a half-open socket would stay "open" for ever.</summary>
    public NpgsqlDataSource Listener { get; } = listener;

    /// <summary>Makes the pools. Nothing is connected yet.</summary>
    /// <param name="connectionString">The text of <c>ConnectionStrings:Tasker</c>; a key given there wins only where Tasker sets none.</param>
    /// <param name="options">Sizes and timeouts.</param>
    /// <exception cref="TaskerDatabaseException">The text cannot be used; the message names the bad key and never a value.</exception>
    public static TaskerDataSource Create(string connectionString, TaskerDataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var given = ConnectionText.Parse(connectionString);
        return new TaskerDataSource(
            NpgsqlDataSource.Create(EngineText(given, options)), NpgsqlDataSource.Create(ConsoleText(given, options)),
            NpgsqlDataSource.Create(HandlersText(given, options)),
            NpgsqlDataSource.Create(ListenerText(given, options)));
    }

    /// <summary>Host and database, for people; never the user or the password.</summary>
    public string Place
    {
        get
        {
            var text = new NpgsqlConnectionStringBuilder(Engine.ConnectionString);
            return $"{text.Host}/{text.Database}";
        }
    }

    /// <summary>Asks the server for nothing, to see whether it answers.</summary>
    /// <param name="console">True: over the console's pool; false: over the engine's.</param>
    /// <param name="ct">Cancels.</param>
    public async Task PingAsync(bool console, CancellationToken ct)
    {
        await using var command = (console ? Console : Engine).CreateCommand("select 1");
        await command.ExecuteScalarAsync(ct);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await Console.DisposeAsync();
        await Handlers.DisposeAsync();
        await Listener.DisposeAsync();
    }

    private static string EngineText(string given, TaskerDataOptions options)
    {
        var text = Common(given, options, "tasker-engine");
        text.MaxPoolSize = options.EnginePoolSize;
        text.MaxAutoPrepare = 64;
        text.AutoPrepareMinUsages = 2;
        // Resetting costs seven statements at each reuse. Nothing on this pool sets a session parameter, listens or keeps a session lock.
        text.NoResetOnClose = true;
        text.CommandTimeout = Seconds(options.CommandTimeout);
        Append(text, "-c enable_seqscan=off -c jit=off -c plan_cache_mode=force_generic_plan");
        return text.ConnectionString;
    }

    private static string ConsoleText(string given, TaskerDataOptions options)
    {
        var text = Common(given, options, "tasker-console");
        text.MaxPoolSize = options.ConsolePoolSize;
        // The server's own timeout comes first; the client's only ends a wait for a server that no longer answers.
        text.CommandTimeout = Seconds(options.ConsoleStatementTimeout + TimeSpan.FromSeconds(5));
        Append(text, $"-c statement_timeout={(long)options.ConsoleStatementTimeout.TotalMilliseconds} -c jit=off");
        return text.ConnectionString;
    }

    private static string HandlersText(string given, TaskerDataOptions options)
    {
        var text = Common(given, options, "tasker-handlers");
        text.MaxPoolSize = options.HandlerPoolSize;
        text.CommandTimeout = Seconds(options.CommandTimeout);
        return text.ConnectionString;
    }

    private static string ListenerText(string given, TaskerDataOptions options)
    {
        var text = Common(given, options, Queue.NotificationListener.ApplicationName);
        text.Pooling = false;
        text.KeepAlive = ListenerKeepAliveSeconds;
        text.MaxAutoPrepare = 0;
        return text.ConnectionString;
    }

    private static NpgsqlConnectionStringBuilder Common(string given, TaskerDataOptions options, string application) => new(given)
    {
        ApplicationName = application,
        Pooling = true,
        MinPoolSize = 0,
        KeepAlive = Seconds(options.KeepAlive),
        // Details quote row contents, which belong in no log.
        IncludeErrorDetail = false,
        PersistSecurityInfo = false,
    };

    private static void Append(NpgsqlConnectionStringBuilder text, string settings) =>
        text.Options = string.IsNullOrWhiteSpace(text.Options) ? settings : $"{text.Options} {settings}";

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
