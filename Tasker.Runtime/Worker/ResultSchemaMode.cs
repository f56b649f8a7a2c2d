namespace Tasker.Runtime.Worker;

/// <summary>What becomes of a handler's result that does not fit its step's <c>result_schema</c>.</summary>
public enum ResultSchemaMode
{
    /// <summary>The step fails for good, as <see cref="Retry.ErrorTypes.ResultSchema"/>; its children never see the result.</summary>
    Fail,

    /// <summary>The result counts, and a warning is logged.</summary>
    Warn,

    /// <summary>Nobody looks.</summary>
    Off,
}
