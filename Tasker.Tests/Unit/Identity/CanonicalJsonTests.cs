using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Runtime.Identity;
using Xunit;

namespace Tasker.Tests.Unit.Identity;

[Trait("Feature", "F010")]
[Trait("Feature", "F013")]
public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData(""" { "b" : 1 , "a" : [ true , null ] } """, """{"a":[true,null],"b":1}""")]
    [InlineData("""{"a":1,"B":2,"ä":3,"":4}""", """{"":4,"B":2,"a":1,"ä":3}""")]
    [InlineData("""{"a":1,"a":2}""", """{"a":2}""")]
    [InlineData("""["\u0041","\/","\"\\\n\u001f"]""", """["A","/","\"\\\u000a\u001f"]""")]
    [InlineData("""["\u00e9","e\u0301"]""", "[\"\u00e9\",\"e\u0301\"]")]
    public void Write_Structure_HasOneSpelling(string json, string expected) => Assert.Equal(expected, Canonical(json));

    [Fact]
    public void Write_Keys_AreSortedByUtf16UnitNotByCodePoint() =>
        Assert.Equal("{\"😀\":1,\"\uff5e\":2}", Canonical("{\"\uff5e\":2,\"😀\":1}"));

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("0.000e17", "0")]
    [InlineData("1", "1")]
    [InlineData("1.0", "1")]
    [InlineData("10e-1", "1")]
    [InlineData("100", "1e2")]
    [InlineData("1E+2", "1e2")]
    [InlineData("-12.50", "-125e-1")]
    [InlineData("0.05", "5e-2")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("0.1000000000000000055511151231257827", "1000000000000000055511151231257827e-34")]
    [InlineData("1e99999999999999999999", "1e99999999999999999999")]
    public void Write_Number_IsItsExactValue(string literal, string expected) => Assert.Equal(expected, Canonical(literal));

    [Fact]
    public void Write_AnyKeyOrder_GivesTheSameBytes()
    {
        var objects =
            from keys in Gen.Elements("a", "b", "B", "ä", "", "a b", "😀", "z9").ListOf()
            from seed in Gen.Choose(0, int.MaxValue)
            select (Keys: keys.Distinct().ToArray(), seed);
        Prop.ForAll(objects.ToArbitrary(), o =>
        {
            var shuffled = o.Keys.ToArray();
            new System.Random(o.seed).Shuffle(shuffled);
            Assert.Equal(Canonical(Spell(o.Keys)), Canonical(Spell(shuffled)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Write_Numbers_AreEqualExactlyWhenTheirValuesAre()
    {
        var number =
            from mantissa in Gen.Choose(-2000, 2000)
            from exponent in Gen.Choose(-6, 6)
            select (Text: $"{mantissa}e{exponent}", Value: mantissa * Power(exponent));
        Prop.ForAll(number.Two().ToArbitrary(), pair =>
            (pair.Item1.Value == pair.Item2.Value) == (Canonical(pair.Item1.Text) == Canonical(pair.Item2.Text))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Write_ItsOwnOutput_StaysTheSame()
    {
        const string json = """{"b":[1.50,{"y":"\u00e9","x":1e3}],"a":-0.0}""";
        Assert.Equal(Canonical(json), Canonical(Canonical(json)));
    }

    private static decimal Power(int exponent) => (decimal)Math.Pow(10, Math.Abs(exponent)) is var p && exponent < 0 ? 1 / p : p;

    private static string Spell(string[] keys) =>
        $"{{{string.Join(',', keys.Select(key => $"{JsonSerializer.Serialize(key)}:{{\"k\":{JsonSerializer.Serialize(key)},\"c\":1}}"))}}}";

    private static string Canonical(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Encoding.UTF8.GetString(CanonicalJson.Write(document.RootElement));
    }
}
