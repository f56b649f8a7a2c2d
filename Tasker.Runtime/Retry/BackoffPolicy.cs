namespace Tasker.Runtime.Retry;

/// <summary>How long to wait before a retry.</summary>
/// <param name="Strategy">How the delay grows.</param>
/// <param name="Base">The delay after the first failed attempt; zero or more.</param>
/// <param name="Max">No delay is longer than this, jitter and a server's demand included; zero or more.</param>
public readonly record struct BackoffPolicy(BackoffStrategy Strategy, TimeSpan Base, TimeSpan Max);
