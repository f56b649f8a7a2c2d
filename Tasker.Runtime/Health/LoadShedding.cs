namespace Tasker.Runtime.Health;

/// <summary>Sheds load before a claim, never after it: what is claimed is carried through.</summary>
internal static class LoadShedding
{
    private const int WarnPercent = 70;
    private const int RefusePercent = 80;

    /// <summary>Judges by handlers in flight and the most that may be; a worker without a slot refuses.</summary>
    public static LoadLevel Judge(int inFlight, int slots)
    {
        var taken = inFlight * 100L;
        return taken >= slots * (long)RefusePercent ? LoadLevel.Refuse
            : taken >= slots * (long)WarnPercent ? LoadLevel.Warn
            : LoadLevel.Accept;
    }
}
