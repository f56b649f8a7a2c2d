using Tasker.Data.Workflow;

namespace Tasker.Data.Staleness;

/// <summary>How near an open task is to its limits.</summary>
/// <param name="Phase">0 open, 1 blocked: with the id, its place in the walk.</param>
/// <param name="TaskId">The task.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Template">Its template.</param>
/// <param name="Version">The template's version.</param>
/// <param name="State">Where it is.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="Since">When it got there, or last made progress there.</param>
/// <param name="Born">When its life began: its creation, or when it was brought back from error.</param>
/// <param name="StateLimit">How long it may be there.</param>
/// <param name="StateLimitOf"><c>template</c> or <c>system</c>: who sets that limit.</param>
/// <param name="LifeLimit">How long it may live.</param>
/// <param name="LifeLimitOf"><c>template</c> or <c>system</c>.</param>
/// <param name="Share">How much of the nearer limit is used: 1 is the limit itself.</param>
/// <param name="Health"><c>stale</c> from 1 on, <c>warning</c> from 0.8 on, <c>healthy</c> below.</param>
/// <param name="Fails">The next run would let it go to error.</param>
/// <param name="Enters">The next run would enter it.</param>
public sealed record StalenessItem(
    short Phase, TaskId TaskId, string Namespace, string Template, string Version, string State, short Priority, DateTimeOffset Since,
    DateTimeOffset Born, TimeSpan StateLimit, string StateLimitOf, TimeSpan LifeLimit, string LifeLimitOf, double Share, string Health, bool Fails, bool Enters);
