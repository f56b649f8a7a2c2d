namespace Tasker.Web.Samples.Tree;

/// <summary>Primes of a range, and how many there are up to a limit, by two methods that have nothing in common.</summary>
internal static class PrimeSieve
{
    /// <summary>The primes of the range, by striking out multiples.</summary>
    /// <param name="range">From 2 on.</param>
    /// <param name="basePrimes">All primes up to the root of the range's end.</param>
    public static IReadOnlyList<int> Find(NumberRange range, IReadOnlyList<int> basePrimes)
    {
        var struck = new bool[range.To - range.From + 1];
        foreach (var prime in basePrimes)
        {
            var first = Math.Max((long)prime * prime, ((long)range.From + prime - 1) / prime * prime);
            for (var multiple = first; multiple <= range.To; multiple += prime) struck[multiple - range.From] = true;
        }

        return [.. Enumerable.Range(0, struck.Length).Where(i => !struck[i]).Select(i => i + range.From)];
    }

    /// <summary>How many primes there are up to a limit, by Lucy's recurrence over the values of ⌊limit / i⌋.</summary>
    public static long Count(int limit)
    {
        if (limit < 2) return 0;
        var root = (int)Math.Sqrt(limit);
        var low = Enumerable.Range(0, root + 1).Select(n => (long)n - 1).ToArray();
        var high = Enumerable.Range(0, root + 1).Select(i => i == 0 ? 0L : limit / i - 1).ToArray();
        for (var p = 2; p <= root; p++)
        {
            if (low[p] == low[p - 1]) continue;
            var smaller = low[p - 1];
            var square = (long)p * p;
            for (var i = 1; i <= Math.Min(root, limit / square); i++)
            {
                var part = (long)i * p;
                high[i] -= (part <= root ? high[part] : low[limit / part]) - smaller;
            }

            for (var n = root; n >= square; n--) low[n] -= low[n / p] - smaller;
        }

        return high[1];
    }
}
