namespace Tasker.Web.Components.Shared;

/// <summary>What a toast reports.</summary>
public enum ToastTone
{
    /// <summary>It happened; goes away by itself.</summary>
    Done,

    /// <summary>Somebody else was first, or part of it happened; goes away by itself.</summary>
    Notice,

    /// <summary>It did not happen; stays until dismissed.</summary>
    Failed,
}
