namespace Tasker.Runtime.Worker.Handlers.Http;

/// <summary>A name led to an address that may not be called. Thrown through the HTTP client, which knows no refusals.</summary>
internal sealed class OutboundRefusedException(string message) : IOException(message);
