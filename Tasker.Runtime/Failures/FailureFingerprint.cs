using System.Security.Cryptography;
using System.Text;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Runtime.Failures;

/// <summary>
/// What a failure has in common with others of its kind: error type, status, the top frames of the application's own code and the
/// message without what differs from case to case. Pure; the same on every machine and for every line of a file.
/// </summary>
internal static class FailureFingerprint
{
    /// <summary>Version of the computation. Another one gives other fingerprints, and so other clusters.</summary>
    public const int Version = 1;

    private const int HashBytes = 12;

    public static string Of(StepFailure failure)
    {
        var text = new StringBuilder()
            .Append(failure.ErrorType).Append('\n')
            .Append(failure.StatusCode).Append('\n')
            .Append(MessageShape.Of(failure.Message)).Append('\n')
            .AppendJoin('\n', StackFrames.Own(failure.Stack));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Version}:{Convert.ToHexStringLower(hash, 0, HashBytes)}");
    }
}
