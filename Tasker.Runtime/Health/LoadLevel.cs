namespace Tasker.Runtime.Health;

/// <summary>Whether a worker takes another attempt.</summary>
public enum LoadLevel
{
    /// <summary>It does.</summary>
    Accept,

    /// <summary>It does, and says that it is getting full: 70 % of its slots are taken.</summary>
    Warn,

    /// <summary>It does not: 80 % of its slots are taken. Refusals are counted.</summary>
    Refuse,
}
