using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Tasker.Runtime.Chaos;

/// <summary>Keeps faults on purpose out of production, and names the crash points when one is misspelt.</summary>
internal sealed class ChaosOptionsRule(IHostEnvironment environment) : IValidateOptions<ChaosOptions>
{
    private static readonly string[] Allowed = [Environments.Development, "Test"];

    public ValidateOptionsResult Validate(string? name, ChaosOptions options)
    {
        if (options.IsInert) return ValidateOptionsResult.Success;
        if (!Allowed.Contains(environment.EnvironmentName, StringComparer.OrdinalIgnoreCase))
        {
            return ValidateOptionsResult.Fail(
                $"{ChaosOptions.Section} is for the environments {string.Join(" and ", Allowed)}; this is {environment.EnvironmentName}.");
        }

        return CrashPoints.TryParse(options.CrashAt, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{ChaosOptions.Section}:CrashAt is '{options.CrashAt}'; there are: {string.Join(", ", CrashPoints.Names)}.");
    }
}
