using System.Text;
using System.Text.Json;
using Tasker.Runtime.Identity;
using Xunit;

namespace Tasker.Tests.Unit.Identity;

[Trait("Feature", "F005")]
public sealed class JsonLimitsTests
{
    public static TheoryData<string, string, string> Refused() => new()
    {
        { "[]", "$", "must be an object" },
        { "7", "$", "must be an object" },
        { "", "$", "is not valid JSON (line 1, byte 1)" },
        { "{\"a\":1,}", "$", "is not valid JSON (line 1, byte 8)" },
        { "{}{}", "$", "is not valid JSON (line 1, byte 3)" },
        { "{\"a\":NaN}", "$", "is not valid JSON (line 1, byte 6)" },
        { $"{{\"a\":{{\"b\":[0,\"{new string('x', 10_001)}\"]}}}}", "$.a.b[1]", "is a string that is longer than 10000 characters" },
        { $"{{\"a\":{{\"{new string('k', 10_001)}\":1}}}}", "$.a", "has a key that is longer than 10000 characters" },
        { $"{{\"list\":[{string.Join(',', Enumerable.Repeat("0", 1001))}]}}", "$.list", "has more than 1000 items" },
        { $"{{\"o\":{{{string.Join(',', Enumerable.Range(0, 1001).Select(n => $"\"k{n}\":0"))}}}}}", "$.o", "has more than 1000 keys" },
        { Nested(11), "$.d.d.d.d.d.d.d.d.d.d", "is nested deeper than 10 levels" },
        { """{"a":"x\u0000"}""", "$.a", "is a string that holds the character U+0000" },
        { """{"a\u0000":1}""", "$", "has a key that holds the character U+0000" },
        { """{"a":"\ud83d"}""", "$.a", "is a string that holds half of a surrogate pair" },
        { """{"a":"\ud83dx\ude00"}""", "$.a", "is a string that holds half of a surrogate pair" },
        { """{"a":"\ude00\ud83d"}""", "$.a", "is a string that holds half of a surrogate pair" },
        { """{"a":"\ud83d\ud83d\ude00"}""", "$.a", "is a string that holds half of a surrogate pair" },
        { $"{{\"a\":1{new string('0', 400)}}}", "$.a", "is a number of more than 400 characters" },
        { """{"a":[{"odd key":1e1001}]}""", """$.a[0]["odd key"]""", "is a number whose exponent is beyond ±1000" },
        { """{"a":-1E-99999999999999999999}""", "$.a", "is a number whose exponent is beyond ±1000" },
        { """{"1st":{"x":"\udc00"}}""", """$["1st"].x""", "is a string that holds half of a surrogate pair" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Check_DocumentBeyondALimit_NamesThePath(string json, string path, string message) =>
        Assert.Equal([new JsonProblem(path, message)], JsonLimits.Check(Encoding.UTF8.GetBytes(json)));

    public static TheoryData<string> Accepted() =>
    [
        "{}",
        " { \"a\" : [ 1, -2.5e10, true, null, \"x\" ] } ",
        Nested(10),
        $"{{\"s\":\"{new string('x', 10_000)}\"}}",
        $"{{\"s\":\"{string.Concat(Enumerable.Repeat("\\u00e4", 10_000))}\"}}",
        $"{{\"s\":\"{new string('ä', 10_000)}\"}}",
        $"{{\"l\":[{string.Join(',', Enumerable.Repeat("0", 1000))}]}}",
        """{"a":"\ud83d\ude00 \\u0000 \n"}""",
        """{"a":1e1000,"b":1E-1000,"c":1e+1}""",
        $"{{\"a\":1{new string('0', 399)}}}",
    ];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Check_DocumentAtTheLimits_Passes(string json) => Assert.Empty(JsonLimits.Check(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Check_OneByteTooMany_IsRefusedUnread()
    {
        var json = new byte[JsonLimits.MaxBytes + 1];
        Assert.Equal([new JsonProblem("$", "is 1048577 bytes long; at most 1048576 are allowed")], JsonLimits.Check(json));
    }

    [Fact]
    public void Check_MegabyteOfBrackets_IsRefusedWithoutRecursion()
    {
        var json = Encoding.UTF8.GetBytes(new string('[', JsonLimits.MaxBytes));
        Assert.Equal("is nested deeper than 10 levels", Assert.Single(JsonLimits.Check(json, JsonRoot.Any)).Message);
    }

    [Fact]
    public void Check_InvalidUtf8_IsRefused() =>
        Assert.Equal([new JsonProblem("$", "is not valid UTF-8")], JsonLimits.Check([.. "{\"a\":\""u8, 0xff, .. "\"}"u8]));

    [Fact]
    public void Check_SeveralProblems_ReportsEachUpToTwenty()
    {
        var json = Encoding.UTF8.GetBytes($"{{\"l\":[{string.Join(',', Enumerable.Repeat("1e2000", 30))}]}}");
        var problems = JsonLimits.Check(json);
        Assert.Equal(Enumerable.Range(0, JsonLimits.MaxProblems).Select(n => $"$.l[{n}]"), problems.Select(p => p.Path));
    }

    [Fact]
    public void Check_LongKey_IsCutInThePath()
    {
        var problem = Assert.Single(JsonLimits.Check(Encoding.UTF8.GetBytes($"{{\"{new string('k', 200)}\":1e2000}}")));
        Assert.Equal($"$.{new string('k', 64)}…", problem.Path);
    }

    [Theory]
    [InlineData("[]", JsonRoot.ArrayOrObject, true)]
    [InlineData("{}", JsonRoot.ArrayOrObject, true)]
    [InlineData("\"x\"", JsonRoot.ArrayOrObject, false)]
    [InlineData("\"x\"", JsonRoot.Any, true)]
    public void Check_Root_MustBeOfTheGivenKind(string json, JsonRoot root, bool accepted) =>
        Assert.Equal(accepted, JsonLimits.Check(Encoding.UTF8.GetBytes(json), root).Count == 0);

    [Fact]
    public void Check_ParsedElement_IsCheckedByItsText()
    {
        using var document = JsonDocument.Parse("""{"outer":{"a":"\u0000"}}""");
        Assert.Equal("$.a", Assert.Single(JsonLimits.Check(document.RootElement.GetProperty("outer"))).Path);
        Assert.Equal("is missing", Assert.Single(JsonLimits.Check(default(JsonElement))).Message);
    }

    private static string Nested(int levels) =>
        string.Concat(Enumerable.Repeat("{\"d\":", levels - 1)) + "{}" + new string('}', levels - 1);
}
