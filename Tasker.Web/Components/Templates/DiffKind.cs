namespace Tasker.Web.Components.Templates;

/// <summary>What became of a line.</summary>
public enum DiffKind
{
    /// <summary>It is in both texts.</summary>
    Same,

    /// <summary>It is only in the old text.</summary>
    Removed,

    /// <summary>It is only in the new text.</summary>
    Added,

    /// <summary>Stands for lines that are the same and far from any change.</summary>
    Skipped,
}
