using Tasker.Data.Reads;

namespace Tasker.Web.Components.Workers;

/// <summary>What a node's lease says about it. Pure.</summary>
/// <param name="Word">The state in a word.</param>
/// <param name="CssClass">Its colour.</param>
/// <param name="Fill">How much of the lease is left, 0 to 1.</param>
internal sealed record NodeLife(string Word, string CssClass, double Fill)
{
    // A healthy node renews when two thirds are left: with less than this it has missed two beats.
    private const double ExpiringBelow = 0.4;

    /// <summary>The node's state; the length of its lease follows from when it was renewed.</summary>
    public static NodeLife Of(NodeItem node, DateTimeOffset now)
    {
        if (node.StoppedAt is not null) return new NodeLife("Stopped", "s-idle", 0);
        if (node.LeaseLeft <= TimeSpan.Zero) return new NodeLife("Dead", "s-failed", 0);
        var used = now - node.RenewedAt;
        var fill = used <= TimeSpan.Zero ? 1 : node.LeaseLeft / (node.LeaseLeft + used);
        return fill < ExpiringBelow ? new NodeLife("Expiring", "s-waiting", fill) : new NodeLife("Live", "s-done", fill);
    }
}
