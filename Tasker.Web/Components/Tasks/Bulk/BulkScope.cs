namespace Tasker.Web.Components.Tasks.Bulk;

/// <summary>Which tasks an act on many is about.</summary>
public enum BulkScope
{
    /// <summary>The rows that are ticked.</summary>
    Ticked,

    /// <summary>The newest so many that the list's filter fits.</summary>
    First,

    /// <summary>All that the list's filter fits, as far as one act reaches.</summary>
    All,
}
