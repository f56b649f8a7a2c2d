namespace Tasker.Web.Components.Graph;

/// <summary>Weighted least squares under "never decreasing", by pooling adjacent violators in one pass.</summary>
internal sealed class IsotonicRegression(int capacity)
{
    private readonly List<(double Sum, double Weight, int Count)> _blocks = new(capacity);

    public void Add(double value, double weight)
    {
        var block = (Sum: value * weight, Weight: weight, Count: 1);
        while (_blocks.Count > 0 && _blocks[^1].Sum / _blocks[^1].Weight > block.Sum / block.Weight)
        {
            var last = _blocks[^1];
            block = (block.Sum + last.Sum, block.Weight + last.Weight, block.Count + last.Count);
            _blocks.RemoveAt(_blocks.Count - 1);
        }

        _blocks.Add(block);
    }

    public double[] Solve() => [.. _blocks.SelectMany(b => Enumerable.Repeat(b.Sum / b.Weight, b.Count))];
}
