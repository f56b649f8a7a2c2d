namespace Tasker.Web.Components.Shared;

/// <summary>Why there is nothing to see; each has its own words and its own way out.</summary>
public enum EmptyReason
{
    /// <summary>Nothing was ever made: shows the lines that make the first one.</summary>
    NothingYet,

    /// <summary>There are rows, but the filter hides all.</summary>
    FilteredAway,

    /// <summary>The answer is on its way: a skeleton of the rows' height.</summary>
    Loading,

    /// <summary>The database was asked and did not answer in time.</summary>
    TimedOut,

    /// <summary>The live feed is behind or gone, so what is shown may be old.</summary>
    FeedStale,

    /// <summary>The person may not see this.</summary>
    NoPermission,
}
