namespace Tasker.Web.Samples.Diamond;

/// <summary>A text in parts.</summary>
internal sealed record TextParts(int Sentences, IReadOnlyList<string> Words);

/// <summary>How often a word occurs.</summary>
internal sealed record WordCount(string Word, int Count);

/// <summary>All words, and the most frequent.</summary>
internal sealed record WordCounts(int Total, int Distinct, IReadOnlyList<WordCount> Frequent);

/// <summary>How hard the text is to read; 100 is very easy, 0 very hard.</summary>
internal sealed record Readability(int Characters, int Syllables, double ReadingEase);
