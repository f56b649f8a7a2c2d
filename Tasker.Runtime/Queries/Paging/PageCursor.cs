using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Tasker.Data.Reads;

namespace Tasker.Runtime.Queries;

/// <summary>
/// A place in a list and the way to go from it, as text that means nothing to whoever keeps it. It is bound to the list and its filter
/// and carries a checksum: a cursor that was changed, or is of another list, is refused instead of showing a wrong page.
/// </summary>
/// <param name="IsNewer">True: rows newer than the key; false: older ones.</param>
/// <param name="Key">The key of the row at the edge; not part of the page.</param>
internal readonly record struct PageCursor(bool IsNewer, Guid Key)
{
    private const byte Format = 1;
    private const int KeyAt = 2;
    private const int ScopeAt = 18;
    private const int CheckAt = 22;
    private const int Length = 26;

    /// <summary>A place in a history as a key.</summary>
    public static Guid KeyOf(HistoryPlace place)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, place.Seq);
        BinaryPrimitives.WriteInt32BigEndian(bytes[8..], place.Hop);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The place in a history that the key is.</summary>
    public HistoryPlace Place()
    {
        Span<byte> bytes = stackalloc byte[16];
        Key.TryWriteBytes(bytes, bigEndian: true, out _);
        return new HistoryPlace(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt32BigEndian(bytes[8..]));
    }

    /// <summary>The text for a list that is described by <paramref name="scope"/>.</summary>
    public string Encode(string scope)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Format;
        bytes[1] = IsNewer ? (byte)1 : (byte)0;
        Key.TryWriteBytes(bytes[KeyAt..], bigEndian: true, out _);
        Hash(Encoding.UTF8.GetBytes(scope), bytes[ScopeAt..CheckAt]);
        Hash(bytes[..CheckAt], bytes[CheckAt..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a cursor of the list that is described by <paramref name="scope"/>.</summary>
    /// <returns>The cursor, or what is wrong with the text.</returns>
    public static (PageCursor? Cursor, QueryProblem? Problem) Decode(string text, string scope)
    {
        Span<byte> bytes = stackalloc byte[Length];
        var status = Base64Url.DecodeFromChars(text, bytes, out _, out var length);
        if (status != OperationStatus.Done || length != Length || bytes[0] != Format) return Unreadable();
        Span<byte> expected = stackalloc byte[4];
        Hash(bytes[..CheckAt], expected);
        if (!expected.SequenceEqual(bytes[CheckAt..]) || bytes[1] > 1) return Unreadable();
        Hash(Encoding.UTF8.GetBytes(scope), expected);
        return expected.SequenceEqual(bytes[ScopeAt..CheckAt])
            ? (new PageCursor(bytes[1] == 1, new Guid(bytes[KeyAt..ScopeAt], bigEndian: true)), null)
            : (null, new QueryProblem("cursor", "the cursor belongs to another list or filter; start without one"));
    }

    private static (PageCursor?, QueryProblem) Unreadable() =>
        (null, new QueryProblem("cursor", "the cursor cannot be read; start without one"));

    private static void Hash(ReadOnlySpan<byte> data, Span<byte> into)
    {
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, whole);
        whole[..4].CopyTo(into);
    }
}
