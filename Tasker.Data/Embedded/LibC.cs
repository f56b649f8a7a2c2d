using System.Runtime.InteropServices;

namespace Tasker.Data.Embedded;

/// <summary>What .NET has no call for.</summary>
internal static partial class LibC
{
    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LChown(string path, uint owner, uint group);

    /// <summary>Gives a file or folder (never the target of a link) to a user.</summary>
    public static void GiveTo(string path, uint owner, uint group)
    {
        if (LChown(path, owner, group) != 0)
        {
            throw new IOException($"Can't change the owner of {path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }
}
