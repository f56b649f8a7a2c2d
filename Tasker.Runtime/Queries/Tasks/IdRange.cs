using System.Buffers.Binary;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Queries;

/// <summary>A range of ids: from one, up to but not including another. Pure.</summary>
/// <param name="From">The lowest.</param>
/// <param name="Before">The one before which it ends.</param>
internal readonly record struct IdRange(Guid From, Guid Before)
{
    private const int Digits = 32;

    /// <summary>All ids.</summary>
    public static readonly IdRange All = new(Guid.Empty, Guid.AllBitsSet);

    /// <summary>True when no id can be in it.</summary>
    public bool IsEmpty => Compare(From, Before) >= 0;

    /// <summary>The ids that begin like a text, or the one that it is; a step's id means its task. Null when it is no hexadecimal.</summary>
    public static IdRange? OfText(string text)
    {
        var digits = text.Trim().Replace("-", "");
        if (digits.Length is 0 or > Digits || !digits.All(char.IsAsciiHexDigit)) return null;
        if (digits.Length < Digits) return new IdRange(Guid.ParseExact(digits.PadRight(Digits, '0'), "N"), Guid.ParseExact(digits.PadRight(Digits, 'f'), "N"));
        var task = new StepId(Guid.ParseExact(digits, "N")).Task;
        return new IdRange(task.Value, After(task.Value));
    }

    /// <summary>The ids that were made from one moment up to another, to the millisecond.</summary>
    public static IdRange OfTime(DateTimeOffset? from, DateTimeOffset? to) =>
        new(from is { } f ? FirstOf(f) : Guid.Empty, to is { } t ? FirstOf(t) : Guid.AllBitsSet);

    /// <summary>What is in both.</summary>
    public IdRange And(IdRange other) =>
        new(Compare(From, other.From) > 0 ? From : other.From, Compare(Before, other.Before) < 0 ? Before : other.Before);

    /// <summary>The id right after a task's: that of its first step.</summary>
    public static Guid After(Guid task) => new TaskId(task).Step(0).Value;

    private static Guid FirstOf(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)Math.Clamp(time.ToUnixTimeMilliseconds(), 0, (1L << 48) - 1) << 16);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>As PostgreSQL compares: byte by byte.</summary>
    private static int Compare(Guid left, Guid right)
    {
        Span<byte> a = stackalloc byte[16];
        Span<byte> b = stackalloc byte[16];
        left.TryWriteBytes(a, bigEndian: true, out _);
        right.TryWriteBytes(b, bigEndian: true, out _);
        return a.SequenceCompareTo(b);
    }
}
