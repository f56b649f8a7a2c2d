using Microsoft.AspNetCore.Components;
using Tasker.Data.Operators;

namespace Tasker.Web.Components.Shared;

/// <summary>A JSON value to be written or changed, beside what it was. Problems stand at their lines: those of the text, and those of its last check.</summary>
public sealed partial class JsonEditor
{
    private CodeEditor? _editor;
    private IReadOnlyList<CodeProblem> _problems = [];
    private (string Text, IReadOnlyList<OperatorProblem> Checked)? _marked;
    private bool _tooLong;

    /// <summary>The text.</summary>
    [Parameter, EditorRequired]
    public required string Value { get; set; }

    /// <summary>The text after a pause in typing.</summary>
    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    /// <summary>What is edited: "Input".</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>What it was; null when there is nothing to compare with.</summary>
    [Parameter]
    public string? Original { get; set; }

    /// <summary>What the original is called. Default: "As it was".</summary>
    [Parameter]
    public string OriginalLabel { get; set; } = "As it was";

    /// <summary>What was wrong with the text when it was checked, by JSON pointer; empty after the next change.</summary>
    [Parameter]
    public IReadOnlyList<OperatorProblem> Problems { get; set; } = [];

    /// <summary>The height in lines. Default: 10.</summary>
    [Parameter]
    public int Rows { get; set; } = 10;

    /// <summary>True when the text can be sent: it is JSON, as far as anybody knows.</summary>
    public bool IsJson => !_tooLong && JsonPlaces.Problem(Value) is null;

    /// <summary>Fetches what was typed last, because somebody is about to use it.</summary>
    public Task FetchAsync() => _editor?.FetchAsync() ?? Task.CompletedTask;

    protected override void OnParametersSet()
    {
        if (_marked is var (text, marked) && text == Value && ReferenceEquals(marked, Problems)) return;
        _marked = (Value, Problems);
        _problems = JsonPlaces.Problem(Value) is { } problem ? [problem] : [.. Problems.Select(At)];
    }

    private CodeProblem At(OperatorProblem problem)
    {
        var (line, column) = JsonPlaces.Find(Value, problem.Pointer);
        return new CodeProblem(line, column, problem.Pointer.Length == 0 ? problem.Message : $"{problem.Pointer} {problem.Message}");
    }

    private Task ChangeAsync(string text)
    {
        _tooLong = false;
        return ValueChanged.InvokeAsync(text);
    }

    private void TooLong()
    {
        _tooLong = true;
        _problems = [new CodeProblem(1, 1, $"This is longer than {JsonView.ByteWords(CodeEditor.MostBytes)}; the last change was not taken.")];
    }
}
