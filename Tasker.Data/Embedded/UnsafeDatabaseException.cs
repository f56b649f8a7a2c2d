namespace Tasker.Data.Embedded;

/// <summary>The server can lose or corrupt committed work, or can't run Tasker.</summary>
public sealed class UnsafeDatabaseException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problems">What is wrong, at least one.</param>
    public UnsafeDatabaseException(IReadOnlyList<DurabilityProblem> problems)
        : base(Describe(problems)) => Problems = problems;

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<DurabilityProblem> Problems { get; }

    private static string Describe(IReadOnlyList<DurabilityProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        var text = $"The database server is not fit for Tasker: {string.Join("; ", problems)}.";
        return problems.All(problem => problem.CanBeAllowed)
            ? $"{text} To accept the loss of committed work (throw-away systems only), set {DurabilityCheck.Option}=true."
            : text;
    }
}
