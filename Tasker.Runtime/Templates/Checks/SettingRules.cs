using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tasker.Runtime.Templates;

/// <summary>
/// Looks through the settings of handlers for what does not belong into a template: secrets, which would be stored and shown,
/// and expressions, which nobody would evaluate.
/// </summary>
internal static partial class SettingRules
{
    private const string SecretReference = "secret://";

    public static void Check(TaskTemplate template, ProblemList problems)
    {
        for (var i = 0; i < template.Steps.Count; i++)
        {
            problems.StepName = template.Steps[i].Name;
            Check($"/steps/{i}/handler/initialization", template.Steps[i].Handler.Initialization, problems);
        }

        foreach (var environment in template.Environments)
        {
            for (var i = 0; i < environment.Steps.Count; i++)
            {
                problems.StepName = environment.Steps[i].Step;
                Check($"/environments/{JsonPointer.Escape(environment.Name)}/steps/{i}/handler/initialization", environment.Steps[i].Initialization, problems);
            }
        }

        problems.StepName = null;
    }

    private static void Check(string path, JsonElement? settings, ProblemList problems)
    {
        if (settings is { } value)
        {
            CheckValue(path, key: "", value, problems);
        }
    }

    /// <summary>Recursion is bounded by the depth that JSON readers accept.</summary>
    private static void CheckValue(string path, string key, JsonElement value, ProblemList problems)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    CheckValue($"{path}/{JsonPointer.Escape(property.Name)}", property.Name, property.Value, problems);
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    CheckValue($"{path}/{index++}", key, item, problems);
                }

                break;
            case JsonValueKind.String:
                CheckText(path, key, value.GetString()!, problems);
                break;
        }
    }

    private static void CheckText(string path, string key, string text, ProblemList problems)
    {
        if (text.StartsWith(SecretReference, StringComparison.Ordinal))
        {
            return;
        }

        if ((text.Length > 0 && SecretKey().IsMatch(key)) || SecretValue().IsMatch(text))
        {
            problems.ErrorAt(path, ProblemCodes.SecretLiteral, $"this looks like a secret; write a reference such as {SecretReference}name");
        }
        else if (Expression().IsMatch(text))
        {
            problems.DoubtAt(path, ProblemCodes.UnknownSyntax, "${…} and {{…}} are not expanded in templates; the handler gets the text as it is");
        }
    }

    [GeneratedRegex("^(?:password|passwd|passphrase|secret|token|authorization|api[_-]?key|cookie|(?:access|auth|bearer|refresh)[_-]?token|(?:client|shared)[_-]?secret|(?:access|private|secret)[_-]?key)\\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex SecretKey();

    /// <summary>PEM private keys, access keys of a cloud, own and well-known tokens, JSON web tokens, URLs with a password.</summary>
    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\btsk_[0-9A-Za-z_-]{16,}|\bgh[pousr]_[0-9A-Za-z]{30,}|\bxox[abpr]-[0-9A-Za-z-]{10,}|\beyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10,}\.|^[a-z][a-z0-9+.-]*://[^/@:\s]*:[^/@\s]+@", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex SecretValue();

    [GeneratedRegex(@"\$\{[^}]*\}|\{\{.*\}\}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Expression();
}
