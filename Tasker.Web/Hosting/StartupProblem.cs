using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Tasker.Data;
using Tasker.Data.Embedded;

namespace Tasker.Web.Hosting;

/// <summary>Why a start failed, in words for whoever started it.</summary>
/// <param name="Text">One or more lines; names the setting.</param>
/// <param name="ExitCode">78 (EX_CONFIG) when a setting is wrong, 1 otherwise.</param>
internal sealed record StartupProblem(string Text, int ExitCode)
{
    private const int Configuration = 78;

    /// <summary>Null: an exception that is a bug, not a problem of the start.</summary>
    public static StartupProblem? Of(Exception e) => e switch
    {
        OptionsValidationException o => new(Lines(o.Failures), Configuration),
        UnsafeDatabaseException u => new(u.Message, Configuration),
        TaskerDatabaseException d => new(d.Message, d.InnerException is null ? Configuration : 1),
        EmbeddedPostgresException p => new(p.Message, p.Failure is EmbeddedPostgresFailure.InvalidSetting ? Configuration : 1),
        IOException { InnerException: SocketException or Microsoft.AspNetCore.Connections.AddressInUseException } i => new(i.Message, 1),
        // Unknown keys and values that cannot be converted: the binder names section and key.
        InvalidOperationException i when IsBinding(i) => new(i.Message, Configuration),
        _ => null,
    };

    private static bool IsBinding(InvalidOperationException e) =>
        e.Source?.StartsWith("Microsoft.Extensions.Configuration", StringComparison.Ordinal) == true;

    private static string Lines(IEnumerable<string> failures) => string.Join(System.Environment.NewLine, failures);
}
