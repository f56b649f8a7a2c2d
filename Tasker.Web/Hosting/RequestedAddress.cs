namespace Tasker.Web.Hosting;

/// <summary>An address to listen on and the configuration key that names it.</summary>
internal sealed record RequestedAddress(string Setting, string Address);
