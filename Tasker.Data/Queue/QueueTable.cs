using System.Text.RegularExpressions;

namespace Tasker.Data.Queue;

/// <summary>The checked name of a queue, and the statements over its two tables. Built once for each queue.</summary>
public sealed partial class QueueTable
{
    private QueueTable(string name)
    {
        Name = name;
        Send = Fill(QueueSql.Send);
        Receive = Fill(QueueSql.Receive);
        Ack = Fill(QueueSql.Ack);
        Hide = Fill(QueueSql.Hide);
        Archive = Fill(QueueSql.Archive);
        Metrics = Fill(QueueSql.Metrics);
        Expire = Fill(RelaySql.Expire);
        Offer = Fill(RelaySql.Offer);
        TakeBack = Fill(RelaySql.TakeBack);
        ClaimMessages = Fill(RelaySql.Claim);
        ListArchive = Fill(ArchiveSql.List);
        Replay = Fill(ArchiveSql.Replay);
    }

    /// <summary>The name, without PGMQ's <c>q_</c>.</summary>
    public string Name { get; }

    internal string Send { get; }

    internal string Receive { get; }

    internal string Ack { get; }

    internal string Hide { get; }

    internal string Archive { get; }

    internal string Metrics { get; }

    internal string Expire { get; }

    internal string Offer { get; }

    internal string TakeBack { get; }

    internal string ClaimMessages { get; }

    internal string ListArchive { get; }

    internal string Replay { get; }

    /// <summary>The tables of a queue.</summary>
    /// <exception cref="ArgumentException">The name is not 1 to 47 characters of <c>[a-z0-9_]</c>.</exception>
    public static QueueTable Of(string name)
    {
        Check(name);
        return new QueueTable(name);
    }

    /// <summary>Whether it is 1 to 47 characters of <c>[a-z0-9_]</c>.</summary>
    public static bool IsName(string name) => Allowed().IsMatch(name);

    /// <summary>Refuses what is no queue name.</summary>
    /// <exception cref="ArgumentException">The name is not 1 to 47 characters of <c>[a-z0-9_]</c>.</exception>
    public static void Check(string name)
    {
        if (!IsName(name)) throw new ArgumentException($"'{name}' is not a queue name", nameof(name));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private string Fill(string sql) => sql.Replace("{q}", "q_" + Name, StringComparison.Ordinal).Replace("{a}", "a_" + Name, StringComparison.Ordinal);

    [GeneratedRegex("^[a-z0-9_]{1,47}$", RegexOptions.NonBacktracking)]
    private static partial Regex Allowed();
}
