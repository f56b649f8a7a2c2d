namespace Tasker.Web.Components.Shared;

/// <summary>The outcome of something a person asked for.</summary>
/// <param name="Tone">How it ended.</param>
/// <param name="Text">One sentence: "Step ship_order is queued again."</param>
/// <param name="LinkText">What the link says: "Follow this step"; null for none.</param>
/// <param name="LinkHref">Where it leads.</param>
public sealed record Toast(ToastTone Tone, string Text, string? LinkText = null, string? LinkHref = null);
