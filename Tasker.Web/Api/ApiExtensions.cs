using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Tasker.Web.Api.Http;

namespace Tasker.Web.Api;

/// <summary>Registers and maps the REST API.</summary>
internal static class ApiExtensions
{
    public static IServiceCollection AddTaskerApi(this IServiceCollection services)
    {
        services.AddSingleton<StepActions>();
        services.AddHealthProbe();
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            o.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
        });
        return services.AddOpenApi("v1", o => o.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredPermission>().SingleOrDefault() is { } permission)
            {
                operation.AddExtension("x-required-permission", new JsonNodeExtension(JsonValue.Create(permission.Name)));
            }

            return Task.CompletedTask;
        }));
    }

    public static WebApplication MapTaskerApi(this WebApplication app)
    {
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/v1"), ApiAnswers.Use);
        app.MapOpenApi();
        app.MapTaskerHealth();
        var v1 = app.MapGroup("/v1").AddEndpointFilter<RouteGroupBuilder, ApiEdge>().WithMetadata(new RequestSizeLimitAttribute(BodyReader.MaxBytes));
        v1.MapTasks().MapTaskActs().MapSteps().MapBatches().MapTemplates().MapNodes().MapPauses().MapFlow().MapArchive().MapDeadLetters();
        v1.MapEvents().MapFailures().MapWhy();
        return app;
    }

    /// <summary>What the health endpoints need.</summary>
    public static IServiceCollection AddHealthProbe(this IServiceCollection services) => services.AddSingleton<HealthProbe>();

    /// <summary>The health endpoints alone.</summary>
    public static WebApplication MapTaskerHealth(this WebApplication app)
    {
        app.MapGroup("").AddEndpointFilter<RouteGroupBuilder, ApiEdge>().WithTags("health").MapHealth();
        return app;
    }

    /// <summary>Names the permission and says in one line what the endpoint does.</summary>
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, string permission, string summary) =>
        endpoint.WithMetadata(new RequiredPermission(permission)).WithSummary(summary).WithTags(permission.Split(':')[0]);
}
