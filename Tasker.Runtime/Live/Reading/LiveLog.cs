using Microsoft.Extensions.Logging;

namespace Tasker.Runtime.Live;

internal static partial class LiveLog
{
    [LoggerMessage(1601, LogLevel.Warning, "The live feed lost its database connection; next try in {Wait}")]
    internal static partial void Lost(ILogger logger, Exception exception, TimeSpan wait);

    [LoggerMessage(1602, LogLevel.Warning, "The live feed is too far behind: after {Rows} rows the rest was passed over and viewers ask again")]
    internal static partial void PassedOver(ILogger logger, int rows);

    [LoggerMessage(1603, LogLevel.Debug, "The live feed follows the history")]
    internal static partial void Following(ILogger logger);

    [LoggerMessage(1604, LogLevel.Debug, "The live feed rests: nobody watches")]
    internal static partial void Resting(ILogger logger);

    [LoggerMessage(1605, LogLevel.Information, "The history's index could not be summarised; live reads may take longer")]
    internal static partial void NotSummarised(ILogger logger, Exception exception);
}
