using Microsoft.Extensions.Logging;

namespace Tasker.Runtime.Templates;

internal static partial class TemplateLog
{
    [LoggerMessage(1501, LogLevel.Information, "Template {Namespace}/{Name} {Version} published from {Path}")]
    internal static partial void Published(ILogger logger, string @namespace, string name, string version, string path);

    [LoggerMessage(1502, LogLevel.Warning, "{Path}:{Line}:{Column}: {Severity} {Code}: {Problem}")]
    internal static partial void Problem(ILogger logger, string path, int line, int column, ProblemSeverity severity, string code, string problem);

    [LoggerMessage(1503, LogLevel.Warning, "Template folder {Directory} cannot be watched ({Reason}); it is looked at every {Every}")]
    internal static partial void NotWatched(ILogger logger, string directory, string reason, TimeSpan every);

    [LoggerMessage(1504, LogLevel.Error, "Template folders could not be read; the next look is in {Every}")]
    internal static partial void ScanFailed(ILogger logger, Exception exception, TimeSpan every);
}
