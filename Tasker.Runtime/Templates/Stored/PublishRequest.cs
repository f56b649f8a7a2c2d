namespace Tasker.Runtime.Templates;

/// <summary>A wish to publish a template version.</summary>
/// <param name="Yaml">The text.</param>
/// <param name="Actor">Who wants it, as <c>user:name</c>; at most 128 characters are kept.</param>
/// <param name="MakeDefault">True (default): requests without a version get this one from now on.</param>
/// <param name="Strict">True: what is normally a warning about an unknown key or form is an error.</param>
public sealed record PublishRequest(string Yaml, string Actor, bool MakeDefault = true, bool Strict = false);
