namespace Tasker.Web.Components;

internal static partial class PageLog
{
    [LoggerMessage(6203, LogLevel.Warning, "The page could not read {What}")]
    internal static partial void NotRead(ILogger logger, Exception exception, string what);

    [LoggerMessage(3102, LogLevel.Information, "{Actor} made {Version} the default of template {Namespace}/{Name}")]
    internal static partial void DefaultChanged(ILogger logger, string actor, string version, string @namespace, string name);
}
