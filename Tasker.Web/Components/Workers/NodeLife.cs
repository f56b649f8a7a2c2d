using Tasker.Data.Reads;

namespace Tasker.Web.Components.Workers;

/// <summary>What a node's lease says about it. Pure.</summary>
internal sealed record NodeLife(string Word, string CssClass, double Fill)
{
    // A healthy node renews long before this; what is left is shown against it.
    private static readonly TimeSpan FullLease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ExpiringBelow = TimeSpan.FromSeconds(10);

    public static NodeLife Of(NodeItem node) => node switch
    {
        { StoppedAt: not null } => new NodeLife("Stopped", "s-idle", 0),
        { LeaseLeft: var left } when left <= TimeSpan.Zero => new NodeLife("Dead", "s-failed", 0),
        { LeaseLeft: var left } when left < ExpiringBelow => new NodeLife("Expiring", "s-waiting", left / FullLease),
        { LeaseLeft: var left } => new NodeLife("Live", "s-done", Math.Min(1, left / FullLease)),
    };
}
