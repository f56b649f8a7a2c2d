namespace Tasker.Data.Embedded;

/// <summary>One way in which a server is unfit to keep Tasker's state.</summary>
/// <param name="Setting">The server's setting or property, such as <c>fsync</c>.</param>
/// <param name="Value">Its value.</param>
/// <param name="Needed">What it has to be.</param>
/// <param name="CanBeAllowed">Whether Tasker can work with it at all, at the operator's risk.</param>
public sealed record DurabilityProblem(string Setting, string Value, string Needed, bool CanBeAllowed)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Setting} is {Value} and must be {Needed}";
}
