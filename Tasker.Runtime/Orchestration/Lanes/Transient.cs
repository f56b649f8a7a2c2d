using Npgsql;

namespace Tasker.Runtime.Orchestration.Lanes;

/// <summary>Which failures of a commit go away by themselves.</summary>
internal static class Transient
{
    /// <summary>
    /// True for lost connections, timeouts, deadlocks and the like; false for what the database will refuse again. Npgsql throws a bare
    /// <see cref="Exception"/> when the server's messages make no sense to it (seen after a refused batch); it has closed the connection then.
    /// </summary>
    public static bool IsWorthRetrying(Exception e) => e is NpgsqlException { IsTransient: true } or TimeoutException
        || (e is NpgsqlException and not PostgresException)
        || e.GetType() == typeof(Exception);
}
