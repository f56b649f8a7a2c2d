namespace Tasker.Runtime.Engine;

/// <summary>How a node finds work.</summary>
/// <param name="Mode">The mode in force.</param>
/// <param name="Listening">Whether it hears bells at present.</param>
/// <param name="Relistened">How often the listener came back after a loss.</param>
/// <param name="Bells">Bells heard since the start.</param>
public sealed record WakeUpSnapshot(WakeUpMode Mode, bool Listening, long Relistened, long Bells)
{
    /// <summary>True when bells are wanted and cannot be heard, so that polling alone finds work.</summary>
    public bool IsDeaf => !Listening && Mode is (WakeUpMode.Hybrid or WakeUpMode.EventDrivenOnly);
}
