using Tasker.Web.Components.Shared;

namespace Tasker.Web.Components.Graph;

/// <summary>Fits a name into a box: SVG text has no ellipsis of its own.</summary>
internal static class LabelText
{
    /// <summary>The name with its middle left out if it has more than <paramref name="most"/> characters; control characters made visible.</summary>
    public static string Fit(string name, int most)
    {
        var safe = VisibleText.Of(name);
        if (safe.Length <= most)
        {
            return safe;
        }

        var head = (most * 3 / 5) - 1;
        return $"{safe[..head]}…{safe[^(most - head - 1)..]}";
    }
}
