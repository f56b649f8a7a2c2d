namespace Tasker.Data.Embedded;

/// <summary>Where data and downloads go unless a setting says otherwise: the user's folders, or the system's for root.</summary>
internal static class DefaultFolders
{
    // A home is often closed to other users, and root's server runs as another user.
    private static bool IsRoot => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    public static string Data() => IsRoot
        ? "/var/lib/tasker/pg"
        : Path.Combine(LocalData(), "tasker", "pg");

    public static string Downloads()
    {
        if (IsRoot)
        {
            return "/var/cache/tasker/postgres";
        }

        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(LocalData(), "tasker", "cache", "postgres");
        }

        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        return string.IsNullOrEmpty(cache)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "tasker", "postgres")
            : Path.Combine(cache, "tasker", "postgres");
    }

    private static string LocalData() => Environment.GetFolderPath(
        Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
}
