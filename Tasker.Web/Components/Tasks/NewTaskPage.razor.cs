using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Tasker.Runtime.Orchestration;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Queries;
using Tasker.Runtime.Templates;
using Tasker.Web.Components.Shared;
using Tasker.Web.Components.Tasks.Forms;
using Tasker.Web.Security;

namespace Tasker.Web.Components.Tasks;

/// <summary>Starts a task: choose a template, give its input in a form made from its schema or as JSON, see it run.</summary>
public sealed partial class NewTaskPage : IDisposable
{
    private const string ContextField = "context";
    private static readonly ILookup<string, string> None = Array.Empty<string>().ToLookup(p => p);

    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<TemplateSummary> _templates = [];
    private TemplateDetail? _template;
    private FormField? _form;
    private JsonObject _values = [];
    private string _json = "{}";
    private IReadOnlyList<CodeProblem> _jsonProblems = [];
    private ILookup<string, string> _problems = None;
    private ILookup<string, string> _requestProblems = None;
    private string? _shown;
    private string _search = "";
    private string? _tags;
    private string? _key;
    private int _priority;
    private bool _asJson;
    private bool _loading = true;
    private bool _unavailable;
    private bool _unknown;
    private bool _duplicate;
    private bool _busy;

    /// <summary>The template as <c>namespace/name</c>; none shows the choice.</summary>
    [SupplyParameterFromQuery]
    public string? Template { get; set; }

    [Inject]
    public required TemplateBrowser Templates { get; init; }

    [Inject]
    public required CommandProcessor Commands { get; init; }

    [Inject]
    public required CurrentUser User { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    private string Summary => _template?.Version is { } version
        ? $"{version.Namespace}/{version.Name}:{version.Version}{(version.Description is { } text ? $" · {text}" : "")}"
        : "Choose what it should do.";

    private IEnumerable<TemplateSummary> Found =>
        _templates.Where(t => $"{t.Namespace}/{t.Name} {t.Default.Description}".Contains(_search.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>Problems that no field of the form shows.</summary>
    private IEnumerable<string> General =>
        _problems.Where(p => _form is null || _asJson || !Pointers(_form).Contains(p.Key)).SelectMany(p => p, (p, m) => p.Key.Length == 0 ? m : $"{p.Key} {m}");

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == (Template ?? "")) return;
        _shown = Template ?? "";
        await LoadAsync();
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private async Task LoadAsync()
    {
        (_loading, _unavailable, _unknown, _template, _form) = (true, false, false, null, null);
        (_problems, _requestProblems, _duplicate) = (None, None, false);
        try
        {
            if (Template?.Split('/', 2) is [var ns, var name]) _template = await Templates.GetAsync(ns, name, null, _gone.Token);
            if (_template is null)
            {
                _templates = await Templates.ListAsync(_gone.Token);
                _unknown = !string.IsNullOrEmpty(Template);
            }
            else
            {
                Begin(TemplateJson.Deserialize(_template.Definition));
            }
        }
        catch (DbException)
        {
            _unavailable = true;
        }
        catch (OperationCanceledException)
        {
            // The page was left while it loaded.
        }

        _loading = false;
    }

    private void Begin(TaskTemplate template)
    {
        _form = template.InputSchema is { } schema ? FormReader.Read(schema) : null;
        _values = _form is null ? [] : FormValues.Initial(_form);
        _json = _values.ToJsonString(FormValues.Readable);
        _asJson = false;
    }

    private void Set(FormField field, JsonNode? value)
    {
        if (value is null) _values.Remove(field.Name);
        else _values[field.Name] = value;
        _json = _values.ToJsonString(FormValues.Readable);
    }

    private void ShowForm()
    {
        if (_jsonProblems.Count == 0) _asJson = false;
    }

    private void ShowJson() => _asJson = true;

    private void TakeJson(string text)
    {
        _json = text;
        try
        {
            _jsonProblems = JsonNode.Parse(text) is JsonObject values
                ? Take(values)
                : [new CodeProblem(1, 1, "The input has to be a JSON object: { … }.")];
        }
        catch (JsonException e)
        {
            _jsonProblems = [new CodeProblem((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1, "This is not JSON from here on.")];
        }
    }

    private IReadOnlyList<CodeProblem> Take(JsonObject values)
    {
        _values = values;
        return [];
    }

    private async Task SubmitAsync()
    {
        if (_busy || _jsonProblems.Count > 0 || _template?.Version is not { } version) return;
        (_busy, _duplicate, _problems, _requestProblems) = (true, false, None, None);
        StateHasChanged();
        try
        {
            Show(await Commands.CreateTaskAsync(Request(version.Namespace, version.Name, version.Version), CancellationToken.None));
        }
        catch (DbException)
        {
            _problems = Lookup([("", "The database did not answer, so it is not known whether the task was started. The list of tasks will tell.")]);
        }
        finally
        {
            _busy = false;
        }
    }

    private TaskRequest Request(string ns, string name, string version) => new()
    {
        Namespace = ns,
        Name = name,
        Version = version,
        Context = JsonSerializer.SerializeToElement(_values),
        Initiator = User.Name,
        SourceSystem = "console",
        Reason = "Started in the console",
        Tags = (_tags ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        Priority = _priority,
        IdempotencyKey = string.IsNullOrWhiteSpace(_key) ? null : _key.Trim(),
    };

    private void Show(TaskRequestOutcome outcome)
    {
        switch (outcome)
        {
            case TaskRequestOutcome.Created created:
                Navigation.NavigateTo(TaskLinks.Task(created.TaskId));
                break;
            case TaskRequestOutcome.Duplicate:
                _duplicate = true;
                break;
            case TaskRequestOutcome.Invalid invalid:
                var (context, rest) = (invalid.Problems.Where(IsContext), invalid.Problems.Where(p => !IsContext(p)));
                _problems = Lookup(context.Select(p => (p.Field[ContextField.Length..], p.Message)));
                _requestProblems = Lookup(rest.Select(p => (p.Field.Split('[')[0], p.Message)));
                break;
            case TaskRequestOutcome.UnknownTemplate:
                _problems = Lookup([("", "The template is not there any more.")]);
                break;
            default:
                throw new InvalidOperationException($"No words for {outcome}.");
        }
    }

    private static bool IsContext(RequestProblem problem) => problem.Field.StartsWith(ContextField, StringComparison.Ordinal);

    private static ILookup<string, string> Lookup(IEnumerable<(string Place, string Message)> problems) => problems.ToLookup(p => p.Place, p => p.Message);

    private static IEnumerable<string> Pointers(FormField field) => field.Parts.SelectMany(p => Pointers(p).Prepend(p.Pointer));
}
