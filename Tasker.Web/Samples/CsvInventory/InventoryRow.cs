using System.Globalization;

namespace Tasker.Web.Samples.CsvInventory;

/// <summary>A row of the inventory. Every row follows from its number alone, so the same file can be made anywhere and its totals be known.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Category">One of <see cref="Categories"/>.</param>
/// <param name="Quantity">Pieces in stock, 0 to 499.</param>
/// <param name="CostCents">What one piece cost.</param>
/// <param name="PriceCents">What one piece sells for.</param>
internal readonly record struct InventoryRow(int Number, string Category, int Quantity, int CostCents, int PriceCents)
{
    public const string Header = "number,sku,category,quantity,cost_cents,price_cents";

    public static IReadOnlyList<string> Categories { get; } = ["tea", "coffee", "equipment", "accessories", "gifts"];

    /// <summary>The row of a number.</summary>
    public static InventoryRow Of(int number)
    {
        var mixed = Mix((uint)number);
        var cost = 50 + (int)(Mix(mixed) % 9_950);
        return new InventoryRow(number, Categories[(int)(mixed % (uint)Categories.Count)], (int)(mixed / 7 % 500), cost, cost + cost * (int)(mixed / 31 % 90) / 100);
    }

    /// <summary>Reads a line of the file.</summary>
    /// <exception cref="FormatException">It is no such line.</exception>
    public static InventoryRow Parse(string line)
    {
        var rest = line.AsSpan();
        var number = Whole(Next(ref rest));
        Next(ref rest);
        var category = CategoryOf(Next(ref rest)) ?? throw new FormatException($"row {number} is in no known category");
        return new InventoryRow(number, category, Whole(Next(ref rest)), Whole(Next(ref rest)), Whole(Next(ref rest)));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number},SKU-{Number:000000},{Category},{Quantity},{CostCents},{PriceCents}");

    private static string? CategoryOf(ReadOnlySpan<char> text)
    {
        foreach (var category in Categories)
        {
            if (text.SequenceEqual(category)) return category;
        }

        return null;
    }

    private static int Whole(ReadOnlySpan<char> text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> rest)
    {
        var comma = rest.IndexOf(',');
        var field = comma < 0 ? rest : rest[..comma];
        rest = comma < 0 ? [] : rest[(comma + 1)..];
        return field;
    }

    // A step of a 32-bit finaliser: neighbours in, unrelated numbers out.
    private static uint Mix(uint x)
    {
        x = unchecked((x ^ (x >> 16)) * 0x7feb352d + 0x9e3779b9);
        x = unchecked((x ^ (x >> 15)) * 0x846ca68b);
        return x ^ (x >> 16);
    }
}
