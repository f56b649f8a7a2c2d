using System.Security.Cryptography;

namespace Tasker.Data.Embedded;

/// <summary>Makes the database cluster: beside its place, then moved there, so that a half-made one is never taken for a whole one.</summary>
internal static class ClusterMaker
{
    public const string SuperUser = "postgres";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Makes the cluster; what an interrupted attempt left is removed first.</summary>
    /// <returns>Whether there was a half-made cluster.</returns>
    public static async Task<bool> MakeAsync(DataFolder folder, ServerBinaries binaries, ServerUser? user, CancellationToken ct)
    {
        var wasHalfMade = RemoveHalfMade(folder);
        var unfinished = folder.NewUnfinishedCluster();
        folder.MakePrivate(unfinished);
        var arguments = new List<string>
        {
            "-D", unfinished, "-U", SuperUser, "--encoding=UTF8", "--no-locale", "--data-checksums",
        };
        if (OperatingSystem.IsWindows())
        {
            await File.WriteAllTextAsync(folder.PasswordFile, RandomNumberGenerator.GetHexString(32), ct);
            arguments.AddRange(["--auth=scram-sha-256", "--pwfile=" + folder.PasswordFile]);
        }
        else
        {
            arguments.AddRange(["--auth-local=trust", "--auth-host=reject"]);
        }

        var result = await ChildProcess.RunAsync(ChildProcess.Prepare(user, binaries.InitDb, arguments), Patience, ct);
        if (!result.Succeeded)
        {
            throw new EmbeddedPostgresException(
                EmbeddedPostgresFailure.InitFailed, $"{binaries.InitDb} could not make a database in {folder.Root}: {result.Words}", folder.Root);
        }

        Directory.Move(unfinished, folder.Cluster);
        return wasHalfMade;
    }

    private static bool RemoveHalfMade(DataFolder folder)
    {
        var found = folder.UnfinishedClusters();
        foreach (var path in found)
        {
            try
            {
                Directory.Delete(path, recursive: true);
            }
            catch (IOException)
            {
                // Its initdb still writes to it; a later start of a new cluster removes the rest.
            }
        }

        return found.Length > 0;
    }
}
