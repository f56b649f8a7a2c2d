using Microsoft.Extensions.Configuration;
using Tasker.Data.Embedded;
using Xunit;

namespace Tasker.Tests.Data.Embedded;

[Trait("Feature", "Embedded")]
public sealed class EmbeddedPostgresOptionsTests
{
    [Fact]
    public void Bind_ConfigurationSection_ReadsServerSettings()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Tasker:Postgres:DataFolder"] = "/data",
            ["Tasker:Postgres:StartTimeout"] = "00:02:00",
            ["Tasker:Postgres:Settings:work_mem"] = "32MB",
        }).Build();

        var options = configuration.GetSection(EmbeddedPostgresOptions.Section)
            .Get<EmbeddedPostgresOptions>(binder => binder.ErrorOnUnknownConfiguration = true)!;

        Assert.Equal(("/data", TimeSpan.FromMinutes(2), "32MB"), (options.DataFolder, options.StartTimeout, options.Settings["work_mem"]));
    }
}
