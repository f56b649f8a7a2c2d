namespace Tasker.Web.Components.Shared;

/// <summary>How one state looks everywhere: table, graph, chart. Never colour alone.</summary>
/// <param name="Name">The stored text of the state.</param>
/// <param name="Word">What a person reads.</param>
/// <param name="CssClass">Sets the hue, for instance <c>s-done</c>.</param>
/// <param name="Shape">The drawing in front of the word.</param>
public sealed record StateLook(string Name, string Word, string CssClass, StateShape Shape)
{
    /// <summary>The id of the shape's symbol in the page's sprite.</summary>
    public string SymbolId => $"shape-{Shape.Id}";
}
