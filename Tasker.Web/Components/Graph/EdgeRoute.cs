using System.Globalization;
using System.Text;

namespace Tasker.Web.Components.Graph;

/// <summary>
/// An edge's way from its parent's right side to its child's left side. X never decreases; between two points of equal height the
/// way is straight, otherwise it is an S whose tangents are level at both ends, so it stays inside the rectangle of its two ends.
/// </summary>
/// <param name="From">The parent's key.</param>
/// <param name="To">The child's key.</param>
/// <param name="Points">At least two.</param>
public sealed record EdgeRoute(int From, int To, IReadOnlyList<RoutePoint> Points)
{
    /// <summary>The route as the <c>d</c> of an SVG path.</summary>
    public string ToPathData()
    {
        var path = new StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"M{Points[0].X} {Points[0].Y}");
        for (var i = 1; i < Points.Count; i++)
        {
            var (from, to) = (Points[i - 1], Points[i]);
            var middle = (from.X + to.X) / 2;
            _ = Math.Abs(from.Y - to.Y) < 0.5
                ? path.Append(CultureInfo.InvariantCulture, $"L{to.X} {to.Y}")
                : path.Append(CultureInfo.InvariantCulture, $"C{middle} {from.Y} {middle} {to.Y} {to.X} {to.Y}");
        }

        return path.ToString();
    }
}
