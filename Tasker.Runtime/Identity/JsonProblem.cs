namespace Tasker.Runtime.Identity;

/// <summary>One reason why a JSON document is refused.</summary>
/// <param name="Path">Where, as a JSONPath: <c>$.orders[3].name</c>. Keys that are not plain words are shown as written, in brackets.</param>
/// <param name="Message">What is wrong, to be read after the path; holds nothing of the document's content.</param>
public sealed record JsonProblem(string Path, string Message);
