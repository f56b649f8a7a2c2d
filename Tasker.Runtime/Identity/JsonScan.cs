using System.Text;
using System.Text.Json;

namespace Tasker.Runtime.Identity;

/// <summary>One pass over one document for <see cref="JsonLimits"/>. Remembers a frame per open container, to name the path.</summary>
internal ref struct JsonScan(ReadOnlySpan<byte> utf8, JsonRoot root)
{
    private const int MaxKeyInPath = 64;
    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private readonly Frame[] _frames = new Frame[JsonLimits.MaxDepth];
    private int _depth;

    public List<JsonProblem> Problems { get; } = [];

    public List<JsonProblem> Run()
    {
        // One level more than allowed, so that the token which goes too deep is seen and its path can be named.
        var reader = new Utf8JsonReader(_utf8, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth + 1 });
        while (Problems.Count < JsonLimits.MaxProblems && reader.Read() && Accept(ref reader))
        {
        }

        return Problems;
    }

    private bool Accept(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                ref var frame = ref _frames[_depth - 1];
                // The key is checked before it becomes part of the path: it may be the problem.
                CheckText(ref reader, "has a key that");
                CountEntry(ref frame);
                (frame.KeyStart, frame.KeyLength) = ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
                return true;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _depth--;
                return true;
            default:
                return BeginValue(reader.TokenType) && AcceptValue(ref reader);
        }
    }

    private bool BeginValue(JsonTokenType token)
    {
        if (_depth > 0)
        {
            if (_frames[_depth - 1].IsArray)
            {
                CountEntry(ref _frames[_depth - 1]);
            }

            return true;
        }

        var allowed = root switch
        {
            JsonRoot.Object => token == JsonTokenType.StartObject,
            JsonRoot.ArrayOrObject => token is JsonTokenType.StartObject or JsonTokenType.StartArray,
            _ => true,
        };
        return allowed || Refuse(root == JsonRoot.Object ? "must be an object" : "must be an array or an object");
    }

    private bool AcceptValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray when _depth == JsonLimits.MaxDepth:
                return Refuse($"is nested deeper than {JsonLimits.MaxDepth} levels");
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                _frames[_depth++] = new Frame { IsArray = reader.TokenType == JsonTokenType.StartArray };
                return true;
            case JsonTokenType.String:
                CheckText(ref reader, "is a string that");
                return true;
            case JsonTokenType.Number:
                CheckNumber(reader.ValueSpan);
                return true;
            default:
                return true;
        }
    }

    private void CountEntry(ref Frame frame)
    {
        frame.Count++;
        if (frame.Count == JsonLimits.MaxEntries + 1)
        {
            Problems.Add(new(
                Path(_depth - 1), frame.IsArray ? $"has more than {JsonLimits.MaxEntries} items" : $"has more than {JsonLimits.MaxEntries} keys"));
        }
    }

    private readonly void CheckText(ref Utf8JsonReader reader, string subject)
    {
        var text = JsonText.Measure(reader.ValueSpan, reader.ValueIsEscaped);
        var path = reader.TokenType == JsonTokenType.PropertyName ? _depth - 1 : _depth;
        if (text.Length > JsonLimits.MaxStringLength)
        {
            Problems.Add(new(Path(path), $"{subject} is longer than {JsonLimits.MaxStringLength} characters"));
        }

        if (text.HasNul)
        {
            Problems.Add(new(Path(path), $"{subject} holds the character U+0000"));
        }

        if (text.HasLoneSurrogate)
        {
            Problems.Add(new(Path(path), $"{subject} holds half of a surrogate pair"));
        }
    }

    private readonly void CheckNumber(ReadOnlySpan<byte> number)
    {
        if (number.Length > JsonLimits.MaxNumberLength)
        {
            Problems.Add(new(Path(_depth), $"is a number of more than {JsonLimits.MaxNumberLength} characters"));
            return;
        }

        var e = number.IndexOfAny((byte)'e', (byte)'E');
        if (e >= 0 && !(int.TryParse(number[(e + 1)..], out var exponent) && Math.Abs((long)exponent) <= JsonLimits.MaxExponent))
        {
            Problems.Add(new(Path(_depth), $"is a number whose exponent is beyond ±{JsonLimits.MaxExponent}"));
        }
    }

    private readonly bool Refuse(string message)
    {
        Problems.Add(new(Path(_depth), message));
        return false;
    }

    // The path of the value that the first frames lead to.
    private readonly string Path(int frames)
    {
        var path = new StringBuilder("$");
        foreach (ref readonly var frame in _frames.AsSpan(0, frames))
        {
            if (frame.IsArray)
            {
                path.Append('[').Append(frame.Count - 1).Append(']');
                continue;
            }

            var key = Encoding.UTF8.GetString(_utf8.Slice(frame.KeyStart, frame.KeyLength));
            var shown = key.Length > MaxKeyInPath ? key[..MaxKeyInPath] + "…" : key;
            _ = IsWord(key) ? path.Append('.').Append(shown) : path.Append("[\"").Append(shown).Append("\"]");
        }

        return path.ToString();
    }

    private static bool IsWord(string key) => key.Length > 0 && !char.IsAsciiDigit(key[0]) && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private struct Frame
    {
        public bool IsArray;
        public int Count;
        public int KeyStart;
        public int KeyLength;
    }
}
