namespace Tasker.Runtime.Templates;

/// <summary>The escaping of RFC 6901: '~' is written ~0 and '/' is written ~1.</summary>
internal static class JsonPointer
{
    public static string Escape(string key) => key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public static string Unescape(string part) => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
