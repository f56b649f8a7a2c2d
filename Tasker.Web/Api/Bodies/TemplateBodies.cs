using System.Text.Json;
using Tasker.Data.Reads;
using Tasker.Runtime.Queries;
using Tasker.Runtime.Templates;

namespace Tasker.Web.Api.Bodies;

/// <summary>A version of a template.</summary>
internal sealed record TemplateVersionBody(
    Guid TemplateUuid, string Namespace, string Name, string Version, string? Description, bool IsDefault, int StepCount, string CreatedBy,
    DateTimeOffset CreatedAt)
{
    public static TemplateVersionBody Of(TemplateVersionItem v) =>
        new(v.TemplateUuid, v.Namespace, v.Name, v.Version, v.Description, v.IsDefault, v.StepCount, v.CreatedBy, v.CreatedAt);
}

/// <summary>All templates, each with its default version.</summary>
internal sealed record TemplateListBody(IReadOnlyList<TemplateVersionBody> Templates, int TotalCount);

/// <summary>One version with its text, model and steps.</summary>
internal sealed record TemplateDetailBody(
    TemplateVersionBody Template, IReadOnlyList<TemplateStepBody> Steps, IReadOnlyList<string> Versions, string Source, JsonElement Configuration)
{
    public static TemplateDetailBody Of(TemplateDetail t) => new(
        TemplateVersionBody.Of(t.Version), [.. t.Steps.Select(TemplateStepBody.Of)], [.. t.Versions.Select(v => v.Version)], t.Source,
        JsonElement.Parse(t.Definition));
}

/// <summary>A step of a template.</summary>
internal sealed record TemplateStepBody(string Name, string Handler, int DefaultMaxAttempts, bool DefaultRetryable, int Level)
{
    public static TemplateStepBody Of(TemplateStepItem s) => new(s.Name, s.Callable, s.MaxAttempts, s.Retryable, s.Level);
}

/// <summary>A published version.</summary>
internal sealed record TemplatePublishedBody(
    Guid TemplateUuid, string Namespace, string Name, string Version, bool Changed, IReadOnlyList<TemplateProblemBody> Warnings);

/// <summary>What is wrong with, or worth knowing about, a template's text.</summary>
internal sealed record TemplateProblemBody(string Field, string Message, string Severity, string Code, int Line, int Column, string? Step)
{
    public static TemplateProblemBody Of(TemplateProblem p) =>
        new(p.Path ?? "", p.Message, ProblemText.Word(p.Severity), p.Code, p.Line, p.Column, p.StepName);
}
