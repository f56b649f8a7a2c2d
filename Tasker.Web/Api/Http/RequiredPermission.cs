namespace Tasker.Web.Api.Http;

/// <summary>The permission that an endpoint needs once sign-in is configured; shown in the API's description.</summary>
/// <param name="Name">Such as <c>tasks:create</c>.</param>
internal sealed record RequiredPermission(string Name);
