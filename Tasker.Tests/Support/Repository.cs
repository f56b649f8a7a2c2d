namespace Tasker.Tests.Support;

/// <summary>Finds files of the working tree from wherever the tests run.</summary>
internal static class Repository
{
    /// <summary>The folder that holds <c>Tasker.sln</c>.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "Tasker.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository."));
}
