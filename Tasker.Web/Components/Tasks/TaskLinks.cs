using Tasker.Data.Workflow;

namespace Tasker.Web.Components.Tasks;

/// <summary>The addresses of tasks and what belongs to them: one place, so that everything that names a thing can link to it.</summary>
internal static class TaskLinks
{
    /// <summary>A task's page.</summary>
    public static string Task(TaskId task) => $"/tasks/{task}";

    /// <summary>A task's page with a step and a section chosen.</summary>
    public static string Task(TaskId task, string? step, string? tab)
    {
        string?[] parts = [step is null ? null : $"step={Uri.EscapeDataString(step)}", tab is null ? null : $"tab={tab}"];
        var query = string.Join('&', parts.Where(p => p is not null));
        return query.Length == 0 ? Task(task) : $"{Task(task)}?{query}";
    }

    /// <summary>A template version's page.</summary>
    public static string Template(string ns, string name, string version) =>
        $"/templates/{Uri.EscapeDataString(ns)}/{Uri.EscapeDataString(name)}?version={Uri.EscapeDataString(version)}";

    /// <summary>A dead letter's page.</summary>
    public static string DeadLetter(Guid entry) => $"/failures/dead-letters/{entry}";

    /// <summary>The form for a new task of a template.</summary>
    public static string NewTask(string ns, string name) => $"/tasks/new?template={Uri.EscapeDataString($"{ns}/{name}")}";
}
