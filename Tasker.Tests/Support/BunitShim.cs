using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Tasker.Tests.Support;

/// <summary>bUnit needs AngleSharp.Diffing, which can't be restored as a reference: it is loaded from the folder it was copied to.</summary>
internal static class BunitShim
{
    [ModuleInitializer]
    internal static void Register() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        name.Name == "AngleSharp.Diffing"
            ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "shim", "AngleSharp.Diffing.dll"))
            : null;
}
