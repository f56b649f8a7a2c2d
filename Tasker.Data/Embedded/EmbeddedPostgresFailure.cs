namespace Tasker.Data.Embedded;

/// <summary>Why Tasker's own PostgreSQL server isn't running.</summary>
public enum EmbeddedPostgresFailure
{
    /// <summary>A setting has a value that can't be used.</summary>
    InvalidSetting,

    /// <summary>No usable server was found or fetched.</summary>
    NoServer,

    /// <summary>The data were made by another major version than any server that was found.</summary>
    WrongServerVersion,

    /// <summary>Tasker runs as root and there is no unprivileged user to run the server as.</summary>
    NoServerUser,

    /// <summary>The data folder holds something that Tasker did not make; nothing in it was touched.</summary>
    ForeignDataFolder,

    /// <summary>Another Tasker process uses the data folder.</summary>
    DataFolderInUse,

    /// <summary>The data folder can't be made, or the server's user can't get into it.</summary>
    DataFolderUnreachable,

    /// <summary>The database cluster could not be made.</summary>
    InitFailed,

    /// <summary>The server ended instead of starting.</summary>
    StartFailed,

    /// <summary>The server did not accept connections in time.</summary>
    StartTimedOut,
}
