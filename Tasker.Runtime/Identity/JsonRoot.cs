namespace Tasker.Runtime.Identity;

/// <summary>What the outermost value of a document may be.</summary>
public enum JsonRoot
{
    /// <summary>An object: a task's context.</summary>
    Object,

    /// <summary>An array or an object: a task's tags.</summary>
    ArrayOrObject,

    /// <summary>Anything: options, results.</summary>
    Any,
}
