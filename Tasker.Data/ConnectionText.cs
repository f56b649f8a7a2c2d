using System.Data.Common;
using System.Text.RegularExpressions;
using Npgsql;

namespace Tasker.Data;

/// <summary>Reads the text of <c>ConnectionStrings:Tasker</c> and says what is wrong with it without repeating a value.</summary>
internal static partial class ConnectionText
{
    /// <summary>The same text in normal form.</summary>
    /// <exception cref="TaskerDatabaseException">It is empty, not key=value pairs, has an unknown key or a value that the key does not take, or no host.</exception>
    public static string Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) throw Bad("is empty");
        var parsed = new NpgsqlConnectionStringBuilder();
        foreach (var (key, value) in Pairs(text)) Set(parsed, key, value);
        return string.IsNullOrWhiteSpace(parsed.Host) ? throw Bad("has no Host") : parsed.ConnectionString;
    }

    private static List<(string Key, object Value)> Pairs(string text)
    {
        var pairs = new DbConnectionStringBuilder();
        try
        {
            pairs.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            throw Bad("is not of the form Key=Value;Key=Value (a value with ; or = has to be in quotes)");
        }

        return [.. pairs.Keys.Cast<string>().Select(key => (key, pairs[key]))];
    }

    // The cause is left out: Npgsql's texts quote the value.
    private static void Set(NpgsqlConnectionStringBuilder parsed, string key, object value)
    {
        if (!parsed.ContainsKey(key)) throw Bad($"has the unknown key {Shown(key)}");
        try
        {
            parsed[key] = value;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException or NotSupportedException)
        {
            throw Bad($"has a value that the key {Shown(key)} does not take");
        }
    }

    // A password with an unquoted semicolon runs into the next key: only what looks like a key is shown.
    private static string Shown(string key) => KeyName().IsMatch(key) ? $"'{key}'" : "(not shown: it may be part of an unquoted value)";

    private static TaskerDatabaseException Bad(string what) => new($"ConnectionStrings:Tasker {what}");

    [GeneratedRegex("^[A-Za-z][A-Za-z ]{0,40}$", RegexOptions.NonBacktracking)]
    private static partial Regex KeyName();
}
