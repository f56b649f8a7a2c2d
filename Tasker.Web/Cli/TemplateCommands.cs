using System.CommandLine;
using Tasker.Runtime.Templates;

namespace Tasker.Web.Cli;

/// <summary><c>tasker template …</c>: check files, list what a running Tasker has.</summary>
internal static class TemplateCommands
{
    public static Command Create() => new("template", "Template files and published templates.") { Validate(), List() };

    private static Command Validate()
    {
        var files = new Argument<FileInfo[]>("file") { Description = "YAML files", Arity = ArgumentArity.OneOrMore };
        var strict = new Option<bool>("--strict") { Description = "unknown keys and forms are errors" };
        var command = new Command("validate", "Checks template files; needs no database. Exit code 1 when a file has an error.") { files, strict };
        command.SetAction((parsed, ct) => ValidateAsync(parsed.GetRequiredValue(files), parsed.GetValue(strict), ct));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Lists the templates of a running Tasker.") { ServerClient.Option };
        command.SetAction((parsed, ct) => ServerClient.RunAsync(parsed, (http, token) => http.GetAsync(new Uri("v1/templates", UriKind.Relative), token), ct));
        return command;
    }

    private static async Task<int> ValidateAsync(FileInfo[] files, bool strict, CancellationToken ct)
    {
        var isGood = true;
        foreach (var file in files)
        {
            try
            {
                var parsed = TemplateYaml.ParseUtf8(await ReadAsync(file, ct), TemplateParseOptions.Default with { Strict = strict });
                Console.Write(ProblemText.Lines(file.ToString(), parsed.Problems));
                isGood &= parsed.IsValid;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync($"{file}: cannot be read: {e.Message}");
                isGood = false;
            }
        }

        return isGood ? 0 : 1;
    }

    // One byte more than is allowed is enough to be refused; a huge file need not be read.
    private static async Task<byte[]> ReadAsync(FileInfo file, CancellationToken ct)
    {
        await using var stream = file.OpenRead();
        var bytes = new byte[Math.Min(stream.Length, TemplateParseOptions.Default.MaxBytes + 1)];
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return bytes[..read];
    }
}
