using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace Tasker.Data.Embedded;

/// <summary>
/// Tasker's data folder, held by this process: <c>tasker.json</c> (whose it is), <c>owner.lock</c> and <c>owner.json</c> (who
/// uses it), <c>cluster</c> (PostgreSQL's data), <c>cluster.new-…</c> (one being made) and <c>socket</c>. A folder that isn't
/// Tasker's is never written to.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private const string UnfinishedPrefix = "cluster.new-";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Reachable = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly FileStream _lock;
    private readonly ServerUser? _user;

    private DataFolder(string root, ServerUser? user, FileStream held)
    {
        Root = root;
        _user = user;
        _lock = held;
    }

    public string Root { get; }

    public string Cluster => Path.Combine(Root, "cluster");

    /// <summary>A new name each time: the <c>initdb</c> of a killed process may still be writing to its own.</summary>
    public string NewUnfinishedCluster() => Path.Combine(Root, UnfinishedPrefix + RandomNumberGenerator.GetHexString(8, lowercase: true));

    /// <summary>The clusters that interrupted attempts left.</summary>
    public string[] UnfinishedClusters() => Directory.GetDirectories(Root, UnfinishedPrefix + "*");

    public string PasswordFile => Path.Combine(Root, "password");

    /// <summary>The major version that made the data; null when there are none yet.</summary>
    public int? ClusterMajor
    {
        get
        {
            var file = Path.Combine(Cluster, "PG_VERSION");
            return File.Exists(file) ? int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture) : null;
        }
    }

    /// <summary>Makes the folder if need be, checks that it is Tasker's, and takes it for this process.</summary>
    /// <exception cref="EmbeddedPostgresException">It is someone else's, in use or can't be made.</exception>
    public static DataFolder Take(string root, ServerUser? user)
    {
        try
        {
            MakeReachable(Path.GetDirectoryName(root) ?? root);
            Directory.CreateDirectory(root);
            RequireOurs(root);
            var held = Lock(root);
            FolderOwner.Forget(root);
            if (DataFolderMarker.Read(root) is null)
            {
                DataFolderMarker.Write(root);
            }

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(root, user is null ? OwnerOnly : OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            }

            return new DataFolder(root, user, held);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException(
                EmbeddedPostgresFailure.DataFolderUnreachable,
                $"The data folder {root} can't be used: {e.Message} Name another in {EmbeddedPostgresOptions.Section}:DataFolder.", root, e);
        }
    }

    /// <summary>Makes a folder of the server's user, closed to all others.</summary>
    public void MakePrivate(string path)
    {
        Directory.CreateDirectory(path);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // Fails for a folder that another user made, as may lie in wait in a folder open to all.
        if (new DirectoryInfo(path).LinkTarget is not null)
        {
            throw new IOException($"{path} is a link.");
        }

        File.SetUnixFileMode(path, OwnerOnly);
        GiveToServer(path);
    }

    /// <summary>Lets the server's user own a file or folder that this process made.</summary>
    public void GiveToServer(string path)
    {
        if (_user is not null)
        {
            LibC.GiveTo(path, _user.UserId, _user.GroupId);
        }
    }

    /// <summary>Makes a folder and those above it; what root makes, others can pass through.</summary>
    public static void MakeReachable(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
        {
            MakeReachable(parent);
        }

        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
        {
            Open(path);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    [UnsupportedOSPlatform("windows")]
    private static void Open(string path) => File.SetUnixFileMode(path, Reachable);

    private static void RequireOurs(string root)
    {
        if (DataFolderMarker.Read(root) is { } format)
        {
            if (format > DataFolderMarker.Format)
            {
                throw new EmbeddedPostgresException(
                    EmbeddedPostgresFailure.ForeignDataFolder,
                    $"The data folder {root} was made by a newer Tasker (format {format}, known: {DataFolderMarker.Format}).", root);
            }

            return;
        }

        if (!DataFolderMarker.IsFree(root))
        {
            throw new EmbeddedPostgresException(
                EmbeddedPostgresFailure.ForeignDataFolder,
                $"The folder {root} is not empty and Tasker did not make it (there is no {DataFolderMarker.FileName} of Tasker's in it), "
                + $"so nothing in it was touched. Name another folder in {EmbeddedPostgresOptions.Section}:DataFolder, or a connection "
                + "string in ConnectionStrings:Tasker if it belongs to a server that Tasker should use.", root);
        }
    }

    private static FileStream Lock(string root)
    {
        try
        {
            return new FileStream(Path.Combine(root, "owner.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException))
        {
            var owner = FolderOwner.Read(root);
            var who = owner is null ? "Another Tasker process" : $"Another Tasker (process {owner.ProcessId})";
            var how = owner is null ? "" : $": ConnectionStrings:Tasker=\"{owner.ConnectionString}\"";
            throw new EmbeddedPostgresException(
                EmbeddedPostgresFailure.DataFolderInUse,
                $"{who} uses the data folder {root}. To let several processes work on one database, give the others the connection "
                + $"string of its server{how}. For a database of its own, name another folder in {EmbeddedPostgresOptions.Section}:DataFolder.",
                root, e)
            {
                OwnerProcessId = owner?.ProcessId,
            };
        }
    }
}
