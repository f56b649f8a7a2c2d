namespace Tasker.Data.Embedded;

/// <summary>Everything that a server's start needs.</summary>
internal sealed record ServerLaunch(
    ServerBinaries Binaries,
    ServerUser? User,
    string Cluster,
    IReadOnlyList<string> Arguments,
    TimeSpan StartTimeout,
    TimeSpan StopTimeout);
