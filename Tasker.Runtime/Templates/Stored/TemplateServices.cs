using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tasker.Data.Templates;

namespace Tasker.Runtime.Templates;

/// <summary>Registers the template store.</summary>
public static class TemplateServices
{
    /// <summary>Adds the store and the folders. Needs a <c>TaskerDataSource</c>; settings are read from <c>Tasker:Templates</c>.</summary>
    public static IServiceCollection AddTaskerTemplates(this IServiceCollection services)
    {
        services.AddOptions<TemplateOptions>()
            .BindConfiguration(TemplateOptions.Section, o => o.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<TemplateOptions>>().Value);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TemplateRows>();
        services.TryAddSingleton<TemplateCatalog>();
        services.AddSingleton<TemplateStore>();
        services.AddSingleton<TemplateFiles>();
        services.AddHostedService<TemplateDirectory>();
        return services;
    }
}
