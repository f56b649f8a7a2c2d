namespace Tasker.Web.Live;

/// <summary>The answer to a wish to subscribe.</summary>
/// <param name="Group">The group in its one spelling; null when there is a problem.</param>
/// <param name="Seq">The feed's last number: what happens from here on will be sent.</param>
/// <param name="Problem">Why there is no subscription, in one sentence; null when there is one.</param>
public sealed record LiveSubscribed(string? Group, long Seq, string? Problem);
