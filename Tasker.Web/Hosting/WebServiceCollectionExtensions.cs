using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Radzen;
using Tasker.Web.Api;
using Tasker.Web.Components.Shared;
using Tasker.Web.Components.Tasks.Acts;
using Tasker.Web.Live;
using Tasker.Web.Security;

namespace Tasker.Web.Hosting;

internal static class WebServiceCollectionExtensions
{
    /// <summary>The name of the cookie that keeps light or dark.</summary>
    public const string ThemeCookie = "tasker-theme";

    private const int MaxRequestBodyBytes = 256 * 1024;
    private const int MaxHubMessageBytes = 32 * 1024;

    /// <summary>Registers everything the console itself needs; the engine registers itself.</summary>
    public static IServiceCollection AddTaskerWeb(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<ConsoleOptions>()
            .BindConfiguration(ConsoleOptions.Section, o => o.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddTaskerWebLive();
        services.AddScoped<Toasts>();
        services.AddScoped<CurrentUser>();
        services.AddScoped<TaskActSender>();
        services.AddRadzenComponents();
        services.AddRadzenCookieThemeService(o =>
        {
            o.Name = ThemeCookie;
            o.Duration = TimeSpan.FromDays(365);
        });
        services.AddInteractiveConsole();
        services.LimitServer();
        return services;
    }

    /// <summary>Registers what a process without console and API needs to answer health probes.</summary>
    public static IServiceCollection AddTaskerHealth(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.LimitServer();
        return services.AddHealthProbe();
    }

    private static void AddInteractiveConsole(this IServiceCollection services) =>
        services.AddRazorComponents()
            .AddInteractiveServerComponents(ConfigureCircuits)
            .AddHubOptions(hub =>
            {
                hub.MaximumReceiveMessageSize = MaxHubMessageBytes;
                hub.MaximumParallelInvocationsPerClient = 1;
                hub.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
                hub.KeepAliveInterval = TimeSpan.FromSeconds(15);
            });

    private static void ConfigureCircuits(CircuitOptions circuits)
    {
        circuits.DetailedErrors = false;
        circuits.DisconnectedCircuitMaxRetained = 50;
        circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(2);
        circuits.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(15);
        circuits.MaxBufferedUnacknowledgedRenderBatches = 10;
        circuits.PersistedCircuitInMemoryMaxRetained = 100;
        circuits.PersistedCircuitInMemoryRetentionPeriod = TimeSpan.FromMinutes(30);
    }

    private static void LimitServer(this IServiceCollection services)
    {
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.MaxConcurrentUpgradedConnections = 1000;
        });

        // The framework's own fallback is "*": a name that an attacker's DNS points at 127.0.0.1 would be served.
        services.AddSingleton<IPostConfigureOptions<HostFilteringOptions>>(provider =>
            new PostConfigureOptions<HostFilteringOptions>(Options.DefaultName, hosts =>
            {
                hosts.AllowEmptyHosts = false;
                if (string.IsNullOrWhiteSpace(provider.GetRequiredService<IConfiguration>()["AllowedHosts"]))
                {
                    hosts.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"];
                }
            }));
    }
}
