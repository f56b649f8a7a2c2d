using System.CommandLine;
using Tasker.Web.Hosting;

namespace Tasker.Web.Cli;

/// <summary>Calls the API of a running Tasker and prints its answer.</summary>
internal static class ServerClient
{
    /// <summary>Which server.</summary>
    public static Option<Uri> Option { get; } = new("--server")
    {
        Description = $"the server's address, default {BindingSafety.DefaultUrl}",
        DefaultValueFactory = _ => new Uri(BindingSafety.DefaultUrl),
    };

    /// <summary>The answer goes to standard output, a refusal to standard error with exit code 1.</summary>
    public static async Task<int> RunAsync(
        ParseResult parsed, Func<HttpClient, CancellationToken, Task<HttpResponseMessage>> call, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = parsed.GetRequiredValue(Option), Timeout = TimeSpan.FromSeconds(30) };
        try
        {
            using var response = await call(http, ct);
            var to = response.IsSuccessStatusCode ? Console.Out : Console.Error;
            await to.WriteLineAsync(await response.Content.ReadAsStringAsync(ct));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (HttpRequestException e)
        {
            await Console.Error.WriteLineAsync($"{http.BaseAddress}: {e.Message}");
            return 1;
        }
    }
}
