using Tasker.Runtime.Queries;
using Tasker.Runtime.Templates;
using Tasker.Web.Api.Bodies;
using Tasker.Web.Api.Http;

namespace Tasker.Web.Api;

/// <summary>Templates: list, look at, publish.</summary>
internal static class TemplatesApi
{
    public static IEndpointRouteBuilder MapTemplates(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/templates", ListAsync).Needs("templates:read", "All templates with their default versions").Produces<TemplateListBody>();
        v1.MapGet("/templates/{ns}/{name}/{version?}", GetAsync).Needs("templates:read", "One version; the default one when none is named")
            .Produces<TemplateDetailBody>().ProducesProblem(404);
        v1.MapPost("/templates", PublishAsync).Needs("templates:publish", "Publishes a version")
            .Accepts<string>("application/yaml").Produces<TemplatePublishedBody>(201).Produces<TemplatePublishedBody>()
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(415);
        return v1;
    }

    private static async Task<IResult> ListAsync(HttpRequest request, TemplateBrowser templates, CancellationToken ct)
    {
        var parts = new RequestParts(request).Allow();
        if (!parts.IsValid) return parts.Problem;
        var all = await templates.ListAsync(ct);
        return Results.Json(new TemplateListBody([.. all.Select(t => TemplateVersionBody.Of(t.Default))], all.Count), ApiJson.Default.TemplateListBody);
    }

    private static async Task<IResult> GetAsync(string ns, string name, string? version, TemplateBrowser templates, CancellationToken ct) =>
        await templates.GetAsync(ns, name, version, ct) is { } found
            ? Results.Json(TemplateDetailBody.Of(found), ApiJson.Default.TemplateDetailBody)
            : ProblemMapping.NotFound("There is no such template or version");

    private static async Task<IResult> PublishAsync(HttpRequest request, TemplateStore store, CancellationToken ct)
    {
        var parts = new RequestParts(request).Allow("strict", "make_default");
        var publish = new PublishRequest("", parts.Actor(null), Flag(parts, "make_default", true), Flag(parts, "strict", false));
        if (!parts.IsValid) return parts.Problem;
        var (yaml, problem) = await BodyReader.YamlAsync(request);
        if (yaml is null) return problem!;
        var outcome = await store.PublishAsync(publish with { Yaml = yaml }, ct);
        return outcome switch
        {
            PublishOutcome.Published p => Results.Extensions.Json201(
                $"/v1/templates/{p.Version.Namespace}/{p.Version.Name}/{p.Version.Version}", Body(p.Version, true, p.Warnings), ApiJson.Default.TemplatePublishedBody),
            PublishOutcome.Unchanged u => Results.Json(Body(u.Version, false, []), ApiJson.Default.TemplatePublishedBody),
            PublishOutcome.Conflict c => ProblemMapping.Of(
                409, "The version is published with another text", $"Version {c.SuggestedVersion} is free",
                extensions: new() { ["suggested_version"] = c.SuggestedVersion }),
            PublishOutcome.Invalid i => ProblemMapping.Of(
                400, "The template is not valid", extensions: new() { ["errors"] = i.Problems.Select(TemplateProblemBody.Of).ToArray() }),
            _ => throw new InvalidOperationException($"unknown outcome {outcome.GetType().Name}"),
        };
    }

    private static bool Flag(RequestParts parts, string name, bool otherwise)
    {
        if (parts.Text(name) is not { } text) return otherwise;
        if (text is not ("true" or "false")) parts.Add(name, "must be true or false");
        return text == "true";
    }

    private static TemplatePublishedBody Body(TemplateRef version, bool changed, IReadOnlyList<TemplateProblem> warnings) => new(
        version.TemplateUuid, version.Namespace, version.Name, version.Version, changed, [.. warnings.Select(TemplateProblemBody.Of)]);
}
