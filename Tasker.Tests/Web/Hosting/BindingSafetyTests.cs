using Microsoft.Extensions.Configuration;
using Tasker.Web.Hosting;
using Xunit;

namespace Tasker.Tests.Web.Hosting;

[Trait("Feature", "F136")]
public class BindingSafetyTests
{
    [Theory]
    [InlineData("urls", "http://127.0.0.1:8080")]
    [InlineData("urls", "http://127.9.9.9:8080")]
    [InlineData("urls", "http://[::1]:8080")]
    [InlineData("urls", "http://[::ffff:127.0.0.1]:80")]
    [InlineData("urls", "http://LOCALHOST:0;https://localhost:5001")]
    [InlineData("urls", "http://unix:/run/tasker.sock")]
    [InlineData("urls", "")]
    [InlineData("Kestrel:Endpoints:Main:Url", "https://127.0.0.1:8443")]
    public void Refusals_LoopbackOnly_AreNone(string setting, string value) => Assert.Empty(Refusals((setting, value)));

    [Theory]
    [InlineData("urls", "http://0.0.0.0:8080", "http://0.0.0.0:8080")]
    [InlineData("urls", "http://[::]:8080", "http://[::]:8080")]
    [InlineData("urls", "http://*:8080", "http://*:8080")]
    [InlineData("urls", "http://+:8080", "http://+:8080")]
    [InlineData("urls", "http://192.168.1.5:8080", "http://192.168.1.5:8080")]
    [InlineData("urls", "http://tasker.internal:8080", "http://tasker.internal:8080")]
    [InlineData("urls", "http://localhost.evil.example:80", "http://localhost.evil.example:80")]
    [InlineData("urls", "8080", "8080")]
    [InlineData("http_ports", "8080", "http://*:8080")]
    [InlineData("https_ports", "8443", "https://*:8443")]
    [InlineData("Kestrel:Endpoints:Main:Url", "http://10.0.0.1:80", "http://10.0.0.1:80")]
    public void Refusals_Reachable_NameSettingAndAddress(string setting, string value, string address)
    {
        var refusal = Assert.Single(Refusals((setting, value)));
        Assert.Contains($"'{setting}'", refusal, StringComparison.Ordinal);
        Assert.Contains(address, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusals_SeveralSettings_ReportsEachBadAddress() =>
        Assert.Equal(3, Refusals(("urls", "http://127.0.0.1:1;http://0.0.0.0:2;http://*:3"), ("http_ports", "4")).Count);

    private static IReadOnlyList<string> Refusals(params (string Key, string Value)[] settings) => BindingSafety.Refusals(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build());
}
