using System.Text.RegularExpressions;

namespace Tasker.Data.Flow;

/// <summary>The queue of a namespace: <c>worker_{namespace}_queue</c>, at most PGMQ's 47 characters.</summary>
public sealed partial class QueueName
{
    private QueueName(string ns)
    {
        Namespace = ns;
        Name = $"worker_{ns.ToLowerInvariant()}_queue";
        ClaimSql = IntakeSql.Claim.Replace("{q}", "q_" + Name, StringComparison.Ordinal).Replace("{a}", "a_" + Name, StringComparison.Ordinal)
            .Replace("{1}", Name, StringComparison.Ordinal);
    }

    /// <summary>The namespace.</summary>
    public string Namespace { get; }

    /// <summary>The queue's name, without PGMQ's <c>q_</c>.</summary>
    public string Name { get; }

    /// <summary>The claim statement over this queue's table; built once, from a checked name.</summary>
    internal string ClaimSql { get; }

    /// <summary>The queue of a namespace.</summary>
    /// <exception cref="ArgumentException">The namespace is not 1 to 29 characters of <c>[A-Za-z0-9_]</c>.</exception>
    public static QueueName Of(string ns) =>
        Allowed().IsMatch(ns) ? new QueueName(ns) : throw new ArgumentException($"'{ns}' is not a namespace name", nameof(ns));

    /// <inheritdoc/>
    public override string ToString() => Name;

    [GeneratedRegex("^[A-Za-z0-9_]{1,29}$", RegexOptions.NonBacktracking)]
    private static partial Regex Allowed();
}
