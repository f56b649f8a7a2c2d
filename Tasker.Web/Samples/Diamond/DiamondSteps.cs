using System.Text.RegularExpressions;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Web.Samples.Diamond;

/// <summary>Statistics of an English text.</summary>
internal static partial class DiamondSteps
{
    /// <summary>Cuts the text into sentences and words.</summary>
    public static Task<StepOutcome> SplitAsync(StepContext context, CancellationToken ct)
    {
        var text = context.GetInput("text", "");
        var words = Words().Matches(text).Select(m => m.Value).ToList();
        if (words.Count == 0) return Task.FromResult(StepOutcome.PermanentFailure("the text has no words", "validation_error"));
        var sentences = SentenceEnds().Split(text).Count(s => Words().IsMatch(s));
        return Task.FromResult(StepOutcome.Success(new TextParts(sentences, words)));
    }

    /// <summary>Counts how often each word occurs.</summary>
    public static Task<StepOutcome> CountWordsAsync(StepContext context, CancellationToken ct)
    {
        var counts = context.Results.Get<TextParts>("split").Words
            .GroupBy(w => w.ToLowerInvariant(), StringComparer.Ordinal)
            .Select(g => new WordCount(g.Key, g.Count()))
            .OrderByDescending(w => w.Count)
            .ThenBy(w => w.Word, StringComparer.Ordinal)
            .ToList();
        return Task.FromResult(StepOutcome.Success(new WordCounts(counts.Sum(w => w.Count), counts.Count, [.. counts.Take(context.GetInput("top_words", 5))])));
    }

    /// <summary>Flesch: 206.835 − 1.015 × words per sentence − 84.6 × syllables per word.</summary>
    public static Task<StepOutcome> MeasureReadabilityAsync(StepContext context, CancellationToken ct)
    {
        var parts = context.Results.Get<TextParts>("split");
        var syllables = parts.Words.Sum(Syllables);
        var ease = 206.835 - 1.015 * parts.Words.Count / parts.Sentences - 84.6 * syllables / parts.Words.Count;
        return Task.FromResult(StepOutcome.Success(new Readability(parts.Words.Sum(w => w.Length), syllables, Math.Round(ease, 1))));
    }

    /// <summary>Joins both branches.</summary>
    public static Task<StepOutcome> ReportAsync(StepContext context, CancellationToken ct)
    {
        var sentences = context.Results.Get<TextParts>("split").Sentences;
        var words = context.Results.Get<WordCounts>("count_words");
        var read = context.Results.Get<Readability>("measure_readability");
        var level = read.ReadingEase switch { >= 70 => "easy", >= 50 => "fairly difficult", >= 30 => "difficult", _ => "very difficult" };
        return Task.FromResult(StepOutcome.Success(new
        {
            Summary = $"{words.Total} words ({words.Distinct} different) in {sentences} sentences, {level} to read",
            words.Total,
            words.Distinct,
            sentences,
            read.Characters,
            read.Syllables,
            read.ReadingEase,
            level,
            words.Frequent,
        }));
    }

    // Groups of vowels, without a silent e at the end; every word has one syllable at least.
    private static int Syllables(string word)
    {
        var lower = word.ToLowerInvariant();
        var groups = Vowels().Count(lower);
        var silent = lower.Length > 2 && lower.EndsWith('e') && !lower.EndsWith("le", StringComparison.Ordinal) && !"aeiouy".Contains(lower[^2]);
        return Math.Max(1, silent ? groups - 1 : groups);
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();

    [GeneratedRegex(@"[.!?]+(?=\s|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SentenceEnds();

    [GeneratedRegex("[aeiouy]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Vowels();
}
