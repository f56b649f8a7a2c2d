using System.Text.Json;

namespace Tasker.Data.Embedded;

/// <summary>What the process that uses a data folder tells others: its id and how to connect to its server.</summary>
internal sealed record FolderOwner(int ProcessId, string ConnectionString)
{
    private const string FileName = "owner.json";

    /// <summary>The last owner's words; null when there are none, or half of them.</summary>
    public static FolderOwner? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<FolderOwner>(File.ReadAllBytes(Path.Combine(folder, FileName)), JsonSerializerOptions.Web);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Takes back an earlier owner's words, which a refused process would otherwise be told.</summary>
    public static void Forget(string folder) => File.Delete(Path.Combine(folder, FileName));

    public void Write(string folder) =>
        File.WriteAllBytes(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web));
}
