using Microsoft.AspNetCore.Components;

namespace Tasker.Web.Components.Dev;

/// <summary>Fails when it is drawn, to show what a boundary does.</summary>
public sealed class Faulty : ComponentBase
{
    protected override void OnParametersSet() => throw new InvalidOperationException("The gallery's deliberate failure.");
}
