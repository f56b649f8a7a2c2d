namespace Tasker.Web.Components.Templates;

/// <summary>
/// Compares two texts line by line: equal beginning and end are cut off, then the shortest way from one middle to the other is
/// looked for (Myers). Two texts that differ in more than <see cref="MostEdits"/> lines are shown as one text replaced by the other,
/// so that time and memory stay bounded. Pure.
/// </summary>
internal static class LineDiff
{
    public const int MostEdits = 1_000;

    /// <summary>All lines of both texts, in order.</summary>
    public static IReadOnlyList<DiffLine> Compare(string before, string after)
    {
        var (a, b) = (Lines(before), Lines(after));
        var head = 0;
        while (head < a.Length && head < b.Length && a[head] == b[head]) head++;
        var tail = 0;
        while (tail < a.Length - head && tail < b.Length - head && a[^(tail + 1)] == b[^(tail + 1)]) tail++;
        var result = new List<DiffLine>(Math.Max(a.Length, b.Length));
        for (var i = 0; i < head; i++) result.Add(Same(a, i, i));
        result.AddRange(Middle(a, b, head, a.Length - tail, b.Length - tail));
        for (var i = tail; i > 0; i--) result.Add(Same(a, a.Length - i, b.Length - i));
        return result;
    }

    /// <summary>The changes with some lines around them; what is left out between them is one line that says how much.</summary>
    public static IReadOnlyList<DiffLine> WithContext(IReadOnlyList<DiffLine> lines, int around = 3)
    {
        var near = new bool[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Kind == DiffKind.Same) continue;
            Array.Fill(near, true, Math.Max(0, i - around), Math.Min(lines.Count - 1, i + around) - Math.Max(0, i - around) + 1);
        }

        var shown = new List<DiffLine>();
        for (var i = 0; i < lines.Count; i++)
        {
            var start = i;
            while (i < lines.Count && !near[i]) i++;
            if (i > start) shown.Add(new DiffLine(DiffKind.Skipped, null, null, i - start == 1 ? "1 line is the same" : $"{i - start} lines are the same"));
            if (i < lines.Count) shown.Add(lines[i]);
        }

        return shown;
    }

    private static IEnumerable<DiffLine> Middle(string[] a, string[] b, int head, int endA, int endB)
    {
        if (Trace(a, b, head, endA, endB) is not { } trace)
        {
            return Enumerable.Range(head, endA - head).Select(i => Removed(a, i)).Concat(Enumerable.Range(head, endB - head).Select(i => Added(b, i)));
        }

        var way = new List<DiffLine>();
        var (x, y) = (endA - head, endB - head);
        for (var d = trace.Count - 1; d >= 0; d--)
        {
            var k = x - y;
            var down = k == -d || (k != d && At(trace[d], k - 1) < At(trace[d], k + 1));
            var fromX = d == 0 ? 0 : down ? At(trace[d], k + 1) : At(trace[d], k - 1);
            var fromY = d == 0 ? 0 : fromX - (down ? k + 1 : k - 1);
            while (x > fromX && y > fromY && a[head + x - 1] == b[head + y - 1]) way.Add(Same(a, head + --x, head + --y));
            if (d == 0) break;
            way.Add(down ? Added(b, head + --y) : Removed(a, head + --x));
        }

        way.Reverse();
        return way;
    }

    /// <summary>For each number of edits, how far each diagonal had come before it; null when there are too many edits.</summary>
    private static List<int[]>? Trace(string[] a, string[] b, int head, int endA, int endB)
    {
        var (n, m) = (endA - head, endB - head);
        var trace = new List<int[]>();
        var before = new int[] { 0, 0, 0 };
        for (var d = 0; d <= Math.Min(n + m, MostEdits); d++)
        {
            trace.Add(before);
            var reached = new int[(2 * d) + 3];
            for (var k = -d; k <= d; k += 2)
            {
                var x = d == 0 ? 0 : k == -d || (k != d && At(before, k - 1) < At(before, k + 1)) ? At(before, k + 1) : At(before, k - 1) + 1;
                while (x < n && x - k < m && a[head + x] == b[head + x - k]) x++;
                reached[k + d + 1] = x;
                if (x >= n && x - k >= m) return trace;
            }

            before = reached;
        }

        return null;
    }

    /// <summary>Diagonal k of an array whose middle is diagonal 0.</summary>
    private static int At(int[] reached, int k) => reached[k + (reached.Length / 2)];

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private static DiffLine Same(string[] a, int i, int j) => new(DiffKind.Same, i + 1, j + 1, a[i]);

    private static DiffLine Removed(string[] a, int i) => new(DiffKind.Removed, i + 1, null, a[i]);

    private static DiffLine Added(string[] b, int j) => new(DiffKind.Added, null, j + 1, b[j]);
}
