namespace Tasker.Web.Samples.Tree;

/// <summary>Whole numbers, both ends included.</summary>
internal sealed record NumberRange(int From, int To)
{
    /// <summary>Two ranges that make up this one.</summary>
    public IReadOnlyList<NumberRange> Halves()
    {
        var middle = From + (To - From) / 2;
        return [new NumberRange(From, middle), new NumberRange(middle + 1, To)];
    }
}

/// <summary>What the sieves need.</summary>
internal sealed record PrimePlan(IReadOnlyList<int> BasePrimes, IReadOnlyList<NumberRange> Halves);

/// <summary>The parts of a half.</summary>
internal sealed record PrimeParts(IReadOnlyList<NumberRange> Parts);

/// <summary>What a sieve found.</summary>
internal sealed record PrimeCount(NumberRange Range, int Count, long Sum, int? First, int? Last);
