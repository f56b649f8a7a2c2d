namespace Tasker.Data.Embedded;

/// <summary>The unprivileged user that the server runs as, where Tasker runs as root.</summary>
internal sealed record ServerUser(string Name, uint UserId, uint GroupId)
{
    public const string Usual = "postgres";

    private const string Fallback = "nobody";

    /// <summary>The user to change to; null where the server runs as the user that runs Tasker.</summary>
    public static ServerUser? Resolve(string runAs)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            return null;
        }

        var found = Find(runAs, "/etc/passwd") ?? (runAs == Usual ? Find(Fallback, "/etc/passwd") : null);
        return found is { UserId: not 0 }
            ? found
            : throw new EmbeddedPostgresException(
                EmbeddedPostgresFailure.NoServerUser,
                $"PostgreSQL refuses to run as root, and there is no unprivileged user \"{runAs}\". Make one "
                + $"(useradd --system {runAs}), name one in {EmbeddedPostgresOptions.Section}:RunAs, or start Tasker as another user.");
    }

    /// <summary>Looks a user up in a file in the format of /etc/passwd.</summary>
    public static ServerUser? Find(string name, string passwdFile)
    {
        if (!File.Exists(passwdFile))
        {
            return null;
        }

        foreach (var line in File.ReadLines(passwdFile))
        {
            var fields = line.Split(':');
            if (fields.Length > 3 && fields[0] == name
                && uint.TryParse(fields[2], out var user) && uint.TryParse(fields[3], out var group))
            {
                return new ServerUser(name, user, group);
            }
        }

        return null;
    }
}
