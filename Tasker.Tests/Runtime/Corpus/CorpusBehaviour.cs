namespace Tasker.Tests.Runtime.Corpus;

/// <summary>How the handlers of the corpus behave.</summary>
public enum CorpusBehaviour
{
    /// <summary>Everything works at once.</summary>
    Happy,

    /// <summary>The first step of each task fails for good.</summary>
    Failing,

    /// <summary>Every step that may be retried fails the first time, and works after its back-off.</summary>
    Delayed,
}
