using System.Diagnostics;
using System.Net;
using Tasker.Tests.Support;
using Tasker.Web.Hosting;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Tasker.Tests.Web.Cli;

public sealed class ServeRolesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    [Trait("Feature", "F065")]
    public async Task Serve_WithoutWeb_AnswersHealthOnlyAndRegistersItsRoles()
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Tasker.Web.dll"), "serve", "--roles", "worker", "--namespaces", "alpha,beta"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__Tasker"] = database.ConnectionString;
        start.Environment.Remove("ASPNETCORE_URLS");
        using var process = Process.Start(start)!;
        try
        {
            var url = await ListensAsync(process).WaitAsync(TaskerHarness.LongPatience);
            using var http = new HttpClient { BaseAddress = new Uri(url) };
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri("/v1/tasks", UriKind.Relative))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri("/tasks", UriKind.Relative))).StatusCode);
            await using var data = Npgsql.NpgsqlDataSource.Create(database.ConnectionString);
            await using var node = data.CreateCommand("select roles || ' ' || namespaces::text from tasker.nodes");
            Assert.Equal("worker [\"alpha\", \"beta\"]", await node.ExecuteScalarAsync());
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Theory]
    [Trait("Feature", "F065")]
    [InlineData("web, Worker", null, null, "web, Worker")]
    [InlineData("worker", "web", null, "worker")]
    [InlineData(null, "web", null, "web")]
    public void Apply_Roles_CommandLineWins(string? line, string? setting, string? namespaces, string expected)
    {
        using var configuration = Configuration(("Tasker:Roles", setting));
        Assert.Empty(NodeSettings.Apply(configuration, line, namespaces));
        Assert.Equal(expected, configuration["Tasker:Engine:Roles"]);
    }

    [Theory]
    [Trait("Feature", "F065")]
    [InlineData("walker", null, "--roles")]
    [InlineData("", null, "--roles")]
    [InlineData(null, "b", "--namespaces")]
    [InlineData(null, " , ", "--namespaces")]
    public void Apply_Wrong_NamesTheOption(string? roles, string? namespaces, string named)
    {
        using var configuration = Configuration(("Tasker:Worker:Namespaces:0", "a"));
        Assert.Contains(NodeSettings.Apply(configuration, roles, namespaces), p => p.Contains(named, StringComparison.Ordinal));
        Assert.Null(configuration["Tasker:Engine:Roles"]);
    }

    private static ConfigurationManager Configuration(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, s.Value)));
        return configuration;
    }

    private static async Task<string> ListensAsync(Process process)
    {
        const string Words = "Tasker listens on ";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Words, StringComparison.Ordinal)) return line[Words.Length..].Trim();
        }

        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
    }
}
