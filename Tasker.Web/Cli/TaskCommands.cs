using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tasker.Web.Cli;

/// <summary><c>tasker task …</c>: asks a running Tasker.</summary>
internal static class TaskCommands
{
    public static Command Create() => new("task", "Tasks of a running Tasker.") { Submit() };

    private static Command Submit()
    {
        var template = new Argument<string>("template") { Description = "NAMESPACE/NAME or NAMESPACE/NAME:VERSION" };
        var context = new Option<string>("--context") { Description = "the input, JSON or @FILE", DefaultValueFactory = _ => "{}" };
        var key = new Option<string?>("--idempotency-key") { Description = "the same key makes one task" };
        var command = new Command("submit", "Creates a task.") { template, context, key, ServerClient.Option };
        command.SetAction(async (parsed, ct) =>
        {
            try
            {
                var body = await BodyAsync(parsed.GetRequiredValue(template), parsed.GetRequiredValue(context), parsed.GetValue(key), ct);
                return await ServerClient.RunAsync(parsed, (http, token) => http.PostAsync(new Uri("v1/tasks", UriKind.Relative), body, token), ct);
            }
            catch (Exception e) when (e is JsonException or FormatException or IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return 2;
            }
        });
        return command;
    }

    private static async Task<StringContent> BodyAsync(string template, string context, string? key, CancellationToken ct)
    {
        var slash = template.IndexOf('/');
        if (slash < 1 || slash == template.Length - 1) throw new FormatException($"'{template}' is not of the form NAMESPACE/NAME or NAMESPACE/NAME:VERSION");
        var name = template[(slash + 1)..].Split(':', 2);
        var json = context.StartsWith('@') ? await File.ReadAllTextAsync(context[1..], ct) : context;
        var body = new JsonObject { ["namespace"] = template[..slash], ["name"] = name[0], ["context"] = JsonNode.Parse(json) };
        if (name.Length == 2) body["version"] = name[1];
        if (key is not null) body["idempotency_key"] = key;
        return new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
    }
}
