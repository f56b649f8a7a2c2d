namespace Tasker.Web.Components.Graph;

/// <summary>Level lanes below the drawing for very long edges; a lane is used again as soon as its last user has left it.</summary>
internal sealed class BottomLanes(double floor)
{
    private const double LaneHeight = 10;

    private readonly List<int> _freeFrom = [];

    /// <summary>The lowest level in use.</summary>
    public double Bottom => floor + (_freeFrom.Count * LaneHeight);

    /// <summary>The level of a lane that nobody else uses between two layers.</summary>
    public double Take(int firstLayer, int lastLayer)
    {
        var lane = _freeFrom.FindIndex(free => free <= firstLayer);
        if (lane < 0)
        {
            lane = _freeFrom.Count;
            _freeFrom.Add(0);
        }

        _freeFrom[lane] = lastLayer;
        return floor + ((lane + 1) * LaneHeight);
    }
}
