namespace Tasker.Data;

/// <summary>The database cannot be used as it is: no server, an unsafe setting, a schema that this version does not know.</summary>
public sealed class TaskerDatabaseException : Exception
{
    /// <summary>Makes one with the text that is shown to whoever started the process.</summary>
    public TaskerDatabaseException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its cause.</summary>
    public TaskerDatabaseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one without a text.</summary>
    public TaskerDatabaseException()
    {
    }
}
