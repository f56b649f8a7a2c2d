namespace Tasker.Runtime.Health;

/// <summary>What the probe found. The default value means "nothing evaluated yet".</summary>
/// <param name="Evaluated">False until the probe ran once.</param>
/// <param name="DatabaseUp">True when the database answered the last ping.</param>
/// <param name="BreakerOpen">True while the database's circuit breaker is open.</param>
/// <param name="ChannelFill">Filled part of the command channel, 0 to 1.</param>
/// <param name="DeepestQueue">Messages in the deepest queue; null when no depth is known.</param>
public readonly record struct HealthInputs(bool Evaluated, bool DatabaseUp, bool BreakerOpen, double ChannelFill, long? DeepestQueue);
