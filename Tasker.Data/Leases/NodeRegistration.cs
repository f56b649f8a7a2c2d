namespace Tasker.Data.Leases;

/// <summary>A process start that wants a lease.</summary>
/// <param name="Instance">UUIDv7 of the start.</param>
/// <param name="Host">Machine.</param>
/// <param name="Pid">Process id.</param>
/// <param name="Roles">Comma separated.</param>
/// <param name="Namespaces">JSON array of namespaces served; null means all.</param>
public sealed record NodeRegistration(Guid Instance, string Host, int Pid, string Roles, string? Namespaces);
