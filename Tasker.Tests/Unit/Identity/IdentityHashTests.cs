using System.Runtime.CompilerServices;
using System.Text.Json;
using Tasker.Runtime.Identity;
using Xunit;

namespace Tasker.Tests.Unit.Identity;

public sealed class IdentityHashTests
{
    private const string Order = """{"rate":0.050,"lines":[{"sku":"A-1","qty":2.0},{"sku":"\u00c4","qty":10}],"x":null,"test":false,"amount":"12.50"}""";
    private const string Escapes = """{"a\"b":"line\nbreak \\ \/ \ud83d\ude00","B":9007199254740993}""";

    [Theory]
    [Trait("Feature", "F013")]
    [InlineData("default", "hello", "1.0.0", "{}", null, "411b99a117b580b6c914ffa0bdbf372864695a8aed6cffc7f03eec573d1e9a69")]
    [InlineData("payments", "charge", "2.1.0", Order, null, "3d0463ef588394c0160a5f65f44ecea312a1e275696184f572ca254b0e2db5ce")]
    [InlineData("default", "hello", "1.0.0", Escapes, null, "4bd5ddfb501424731a1408a7c48bb6af923611195ed62313c177b97cd1c1b8a2")]
    [InlineData("payments", "charge", "9.9.9", "{}", "order-4711", "6eb49ad72036678810860d4187280fec1c9857f900ae0b1a3c2690459c41dd06")]
    public void Compute_PublishedVectors_AreMetAndPublished(string ns, string name, string version, string context, string? key, string expected)
    {
        Assert.Equal(expected, Hex(Request(IdentityStrategy.Strict, context, key) with { Namespace = ns, Name = name, Version = version }));
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "../../../docs/identity.md"));
        Assert.Contains(expected, page, StringComparison.Ordinal);
        Assert.Contains(key ?? context, page, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Feature", "F010")]
    public void Compute_Strict_IgnoresKeyOrderAndSpellingOnly()
    {
        var hash = Hex(Request(IdentityStrategy.Strict, """{"a":1,"b":{"c":2,"d":3}}""", key: null));
        Assert.Equal(hash, Hex(Request(IdentityStrategy.Strict, """ {"b":{"d":3.0,"c":2},"a":1} """, key: null)));
        Assert.NotEqual(hash, Hex(Request(IdentityStrategy.Strict, """{"a":1,"b":{"c":2,"d":4}}""", key: null)));
        Assert.NotEqual(hash, Hex(Request(IdentityStrategy.Strict, """{"a":1,"b":{"c":2,"d":3}}""", key: null) with { Version = "1.0.1" }));
    }

    [Fact]
    [Trait("Feature", "F011")]
    public void Compute_CallerProvided_NeedsAKeyAndIgnoresTheContext()
    {
        Assert.IsType<IdentityResult.KeyMissing>(IdentityHash.Compute(Request(IdentityStrategy.CallerProvided, "{}", key: null)));
        Assert.IsType<IdentityResult.KeyMissing>(IdentityHash.Compute(Request(IdentityStrategy.CallerProvided, "{}", key: "")));
        Assert.Equal(Hex(Request(IdentityStrategy.CallerProvided, "{}", "k")), Hex(Request(IdentityStrategy.CallerProvided, """{"a":1}""", "k")));
        Assert.NotEqual(Hex(Request(IdentityStrategy.CallerProvided, "{}", "k")), Hex(Request(IdentityStrategy.CallerProvided, "{}", "l")));
    }

    [Fact]
    [Trait("Feature", "F011")]
    public void Compute_AlwaysUnique_HasNoHash() =>
        Assert.IsType<IdentityResult.Unique>(IdentityHash.Compute(Request(IdentityStrategy.AlwaysUnique, "{}", key: null)));

    [Theory]
    [Trait("Feature", "F012")]
    [InlineData(IdentityStrategy.Strict)]
    [InlineData(IdentityStrategy.AlwaysUnique)]
    public void Compute_KeyInTheRequest_OverridesTheStrategy(IdentityStrategy strategy) =>
        Assert.Equal(Hex(Request(IdentityStrategy.CallerProvided, "{}", "k")), Hex(Request(strategy, """{"a":1}""", "k") with { Version = "7.0.0" }));

    [Fact]
    [Trait("Feature", "F013")]
    public void Compute_FieldsThatJoinToTheSameText_DoNotCollide() =>
        Assert.NotEqual(
            Hex(Request(IdentityStrategy.Strict, "{}", key: null) with { Namespace = "ab", Name = "c" }),
            Hex(Request(IdentityStrategy.Strict, "{}", key: null) with { Namespace = "a", Name = "bc" }));

    private static IdentityRequest Request(IdentityStrategy strategy, string context, string? key) =>
        new(strategy, "default", "hello", "1.0.0", JsonElement.Parse(context), key);

    private static string Hex(IdentityRequest request) =>
        Convert.ToHexStringLower(Assert.IsType<IdentityResult.Hashed>(IdentityHash.Compute(request)).Hash.Span);

    private static string Here([CallerFilePath] string path = "") => path;
}
