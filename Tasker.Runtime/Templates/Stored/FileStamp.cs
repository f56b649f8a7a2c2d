namespace Tasker.Runtime.Templates;

/// <summary>By what a file is taken to be the same as before.</summary>
internal readonly record struct FileStamp(long Length, DateTime WrittenUtc);
