namespace Tasker.Web.Components.Templates;

/// <summary>Where a template's pages are.</summary>
internal static class TemplateAddress
{
    /// <summary>The page of a template, of its default version when none is named.</summary>
    public static string Of(string ns, string name, string? version = null) =>
        $"/templates/{Uri.EscapeDataString(ns)}/{Uri.EscapeDataString(name)}{Query(version)}";

    /// <summary>The editor that begins with a version.</summary>
    public static string Edit(string ns, string name, string? version = null) =>
        $"/templates/{Uri.EscapeDataString(ns)}/{Uri.EscapeDataString(name)}/edit{Query(version)}";

    private static string Query(string? version) => version is null ? "" : $"?version={Uri.EscapeDataString(version)}";
}
