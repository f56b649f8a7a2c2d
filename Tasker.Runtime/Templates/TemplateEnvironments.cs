using System.Buffers;
using System.Text.Json;

namespace Tasker.Runtime.Templates;

/// <summary>Lays what an environment changes over a template.</summary>
public static class TemplateEnvironments
{
    /// <summary>
    /// The template as it is in an environment: first the changes for all steps, then those for one, each in the order of the
    /// text, so that the last one wins. Handler settings are merged key by key at their top level. The result has no
    /// environments any more; an environment that the template does not name changes nothing.
    /// </summary>
    /// <param name="template">The template as written.</param>
    /// <param name="environment">The environment's name, compared exactly.</param>
    public static TaskTemplate Resolve(TaskTemplate template, string environment)
    {
        ArgumentNullException.ThrowIfNull(template);
        var changes = template.Environments.FirstOrDefault(e => string.Equals(e.Name, environment, StringComparison.Ordinal))?.Steps ?? [];
        if (changes.Count == 0)
        {
            return template with { Environments = [] };
        }

        var forAll = changes.Where(c => c.IsForAll).ToList();
        var byStep = changes.Where(c => !c.IsForAll).ToLookup(c => c.Step, StringComparer.Ordinal);
        return template with
        {
            Steps = [.. template.Steps.Select(step => forAll.Concat(byStep[step.Name]).Aggregate(step, Apply))],
            Environments = [],
        };
    }

    private static StepTemplate Apply(StepTemplate step, StepOverride change) => step with
    {
        Handler = change.Initialization is { } settings ? step.Handler with { Initialization = Merge(step.Handler.Initialization, settings) } : step.Handler,
        Timeout = change.Timeout ?? step.Timeout,
        Retry = Apply(step.Retry, change.Retry),
    };

    internal static RetryPolicy Apply(RetryPolicy policy, RetryOverride? change) => change is null ? policy : policy with
    {
        Retryable = change.Retryable ?? policy.Retryable,
        MaxAttempts = change.MaxAttempts ?? policy.MaxAttempts,
        Backoff = change.Backoff ?? policy.Backoff,
        BackoffBase = change.BackoffBase ?? policy.BackoffBase,
        MaxBackoff = change.MaxBackoff ?? policy.MaxBackoff,
    };

    private static JsonElement Merge(JsonElement? own, JsonElement change)
    {
        if (own is not { } settings)
        {
            return change;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var property in settings.EnumerateObject().Where(p => !change.TryGetProperty(p.Name, out _)))
            {
                property.WriteTo(writer);
            }

            foreach (var property in change.EnumerateObject())
            {
                property.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
