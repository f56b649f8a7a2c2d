namespace Tasker.Web.Components.Templates;

/// <summary>One line of a comparison.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="OldNo">Its number in the old text, from 1; null when it is not there.</param>
/// <param name="NewNo">Its number in the new text, from 1; null when it is not there.</param>
/// <param name="Text">The line; for skipped lines, how many.</param>
public readonly record struct DiffLine(DiffKind Kind, int? OldNo, int? NewNo, string Text);
