namespace Tasker.Web.Api;

/// <summary>What is wrong with a request, and where.</summary>
/// <param name="Field">The field, header, parameter or JSON path.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record FieldError(string Field, string Message);
