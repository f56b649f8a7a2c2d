namespace Tasker.Web.Hosting;

/// <summary>How loudly the top bar says which environment this is.</summary>
public enum EnvironmentTone
{
    /// <summary>Chosen by the host's environment: Production is critical, Staging cautious, everything else calm.</summary>
    Auto,

    /// <summary>Grey: nothing here matters to a customer.</summary>
    Calm,

    /// <summary>Amber: think before acting.</summary>
    Caution,

    /// <summary>Red: what is done here is real.</summary>
    Critical,
}
