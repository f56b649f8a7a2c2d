using System.Security.Cryptography;

namespace Tasker.Tests.Support;

/// <summary>A folder that goes away with its test and that every user can pass through.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder()
    {
        FullPath = Directory.CreateTempSubdirectory("tasker-test-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(FullPath, File.GetUnixFileMode(FullPath) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    public string FullPath { get; }

    public string this[params string[] parts] => Path.Combine([FullPath, .. parts]);

    /// <summary>Every file and folder with its mode, time and content, to see whether anything was touched.</summary>
    public static IReadOnlyList<string> Listing(string root) =>
        [.. new DirectoryInfo(root).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Append(new DirectoryInfo(root))
            .Select(entry => $"{entry.FullName} {entry.UnixFileMode} {entry.LastWriteTimeUtc.Ticks} {Hash(entry)}")
            .Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(FullPath, recursive: true);

    private static string Hash(FileSystemInfo entry) =>
        entry is FileInfo file ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName))) : "";
}
