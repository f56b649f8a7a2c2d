using System.Security.Cryptography;
using System.Text;

namespace Tasker.Data.Embedded;

/// <summary>
/// The folder of the server's Unix socket. Only the server's user (and root) gets into it, which is why the socket asks for no
/// password.
/// </summary>
internal static class SocketFolder
{
    public const int Port = 5432;

    // A socket's path has room for 107 bytes on Linux and 103 on macOS.
    private const int LongestPath = 103;

    private static readonly string FileName = $".s.PGSQL.{Port}";

    /// <summary>Makes the folder and clears what a killed server left in it. Only for the holder of the data folder.</summary>
    public static string Prepare(DataFolder folder)
    {
        var path = PathFor(folder.Root);
        folder.MakePrivate(path);
        foreach (var file in Directory.GetFiles(path, FileName + "*"))
        {
            File.Delete(file);
        }

        return path;
    }

    /// <summary>A folder below the data folder, or a short one in /tmp where that is too long for a socket.</summary>
    public static string PathFor(string root)
    {
        var usual = Path.Combine(root, "socket");
        if (Encoding.UTF8.GetByteCount(Path.Combine(usual, FileName)) <= LongestPath)
        {
            return usual;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)));
        return $"/tmp/tasker-pg-{hash[..16]}";
    }
}
