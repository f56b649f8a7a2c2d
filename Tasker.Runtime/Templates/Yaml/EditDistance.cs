namespace Tasker.Runtime.Templates;

/// <summary>How many letters must be added, dropped, changed or swapped with their neighbour to turn one word into another.</summary>
internal static class EditDistance
{
    /// <summary>Longer words are never compared: a suggestion for them helps nobody.</summary>
    private const int MaxLength = 64;

    /// <summary>The distance, or some number not below <paramref name="limit"/> when it is not below it.</summary>
    public static int Between(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) >= limit || a.Length > MaxLength || b.Length > MaxLength)
        {
            return limit;
        }

        Span<int> beforeLast = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            if (row.IndexOfAnyInRange(0, limit - 1) < 0)
            {
                return limit;
            }

            last.CopyTo(beforeLast);
            row.CopyTo(last);
        }

        return last[b.Length];
    }
}
