using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Web.Samples.Tree;

/// <summary>Finds primes in four parts of a range.</summary>
internal static class TreeSteps
{
    private static readonly string[] Leaves = ["lower_first", "lower_second", "upper_first", "upper_second"];

    /// <summary>Finds the primes that the sieves need, and halves the range.</summary>
    public static Task<StepOutcome> PlanAsync(StepContext context, CancellationToken ct)
    {
        var limit = context.GetInput("limit", 0);
        var root = (int)Math.Sqrt(limit);
        var basePrimes = PrimeSieve.Find(new NumberRange(2, root), SmallPrimes(root));
        return Task.FromResult(StepOutcome.Success(new PrimePlan(basePrimes, new NumberRange(2, limit).Halves())));
    }

    /// <summary>Halves a half.</summary>
    public static Task<StepOutcome> HalveAsync(StepContext context, CancellationToken ct)
    {
        var half = context.Results.Get<PrimePlan>("plan").Halves[context.GetConfig("half", 0)];
        return Task.FromResult(StepOutcome.Success(new PrimeParts(half.Halves())));
    }

    /// <summary>Sieves one part.</summary>
    public static Task<StepOutcome> SieveAsync(StepContext context, CancellationToken ct)
    {
        var range = context.Results.Get<PrimeParts>(context.GetConfig("branch", "")).Parts[context.GetConfig("part", 0)];
        var primes = PrimeSieve.Find(range, context.Results.Get<PrimePlan>("plan").BasePrimes);
        return Task.FromResult(StepOutcome.Success(new PrimeCount(
            range, primes.Count, primes.Sum(p => (long)p), primes.Count == 0 ? null : primes[0], primes.Count == 0 ? null : primes[^1])));
    }

    /// <summary>Joins the parts and proves their count.</summary>
    public static Task<StepOutcome> MergeAsync(StepContext context, CancellationToken ct)
    {
        var parts = Leaves.Select(context.Results.Get<PrimeCount>).ToList();
        var count = parts.Sum(p => p.Count);
        var expected = PrimeSieve.Count(context.GetInput("limit", 0));
        return Task.FromResult(count == expected
            ? StepOutcome.Success(new { count, sum = parts.Sum(p => p.Sum), largest = parts.Max(p => p.Last), verified = true })
            : StepOutcome.PermanentFailure($"the sieves found {count} primes, there are {expected}"));
    }

    // Up to the root of a root there are few: trial division does.
    private static List<int> SmallPrimes(int root) =>
        [.. Enumerable.Range(2, Math.Max(0, (int)Math.Sqrt(root) - 1)).Where(n => Enumerable.Range(2, n - 2).All(d => n % d != 0))];
}
