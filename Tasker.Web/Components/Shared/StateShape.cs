namespace Tasker.Web.Components.Shared;

/// <summary>A 16 × 16 drawing in the current colour, told apart by its outline even without any colour.</summary>
/// <param name="Id">Unique among the shapes; part of an element's id.</param>
/// <param name="Fill">Path data painted solid; empty for none.</param>
/// <param name="Line">Path data drawn as a line; empty for none.</param>
/// <param name="Cut">Path data drawn over the solid part in the background's colour; empty for none.</param>
/// <param name="Dashed">The line is dashed.</param>
public sealed record StateShape(string Id, string Fill = "", string Line = "", string Cut = "", bool Dashed = false)
{
    private const string Ring = "M8 1.75a6.25 6.25 0 1 1 0 12.5a6.25 6.25 0 0 1 0-12.5z";
    private const string Disc = "M8 1a7 7 0 1 1 0 14a7 7 0 0 1 0-14z";
    private const string Octagon = "M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z";
    private const string ExclamationMark = "M8 4.4v4.4M8 11.4v.2";

    /// <summary>Inert: a hollow circle.</summary>
    public static readonly StateShape Hollow = new("hollow", Line: Ring);

    /// <summary>In a queue: a hollow circle with a dot.</summary>
    public static readonly StateShape Dotted = new("dotted", Fill: "M8 5.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 0 1 0-5z", Line: Ring);

    /// <summary>Moving: three quarters of a circle; turns where motion is welcome.</summary>
    public static readonly StateShape Arc = new("arc", Line: "M8 1.75A6.25 6.25 0 1 1 1.75 8");

    /// <summary>Settling: half a disc.</summary>
    public static readonly StateShape Half = new("half", Fill: "M8 1.75v12.5a6.25 6.25 0 0 1 0-12.5z", Line: Ring);

    /// <summary>Waits for others: a clock's hands.</summary>
    public static readonly StateShape Clock = new("clock", Line: Ring + "M8 4.4V8l2.4 1.7");

    /// <summary>Will be tried again: a clockwise arrow.</summary>
    public static readonly StateShape Again = new("again", Line: "M13.6 9.1A5.8 5.8 0 1 1 12.2 4.1M12.9 1.2V4.7H9.4");

    /// <summary>Done well: a solid circle with a tick.</summary>
    public static readonly StateShape Tick = new("tick", Fill: Disc, Cut: "M4.7 8.3l2.3 2.3l4.3-4.9");

    /// <summary>Failed: a solid octagon with an exclamation mark.</summary>
    public static readonly StateShape Stop = new("stop", Fill: Octagon, Cut: ExclamationMark);

    /// <summary>Stuck behind a failure: a hollow octagon with an exclamation mark.</summary>
    public static readonly StateShape Blocked =
        new("blocked", Line: "M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4z" + ExclamationMark);

    /// <summary>Taken out of the queue: an octagon in a tray.</summary>
    public static readonly StateShape Tray =
        new("tray", Fill: "M5.9.5h4.2l2.9 2.9v4.2l-2.9 2.9H5.9L3 7.6V3.4z", Line: "M1.5 9.5v5h13v-5", Cut: "M8 2.7v3M8 8v.1");

    /// <summary>Given up on purpose: a square with a cross.</summary>
    public static readonly StateShape Cross = new("cross", Line: "M3 2h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1zM5.5 5.5l5 5M10.5 5.5l-5 5");

    /// <summary>A person did it: a solid diamond with a raised hand.</summary>
    public static readonly StateShape Hand =
        new("hand", Fill: "M8 .2L15.8 8L8 15.8L.2 8z", Cut: "M6.2 8.6V6.2M8 8.4V4.9M9.8 8.6V6.2M6.2 8.6c0 2 .6 2.6 1.8 2.6s1.8-.6 1.8-2.6");

    /// <summary>A name that this build does not know: a dashed circle with a question mark.</summary>
    public static readonly StateShape Question =
        new("question", Line: Ring + "M6.3 6.4a1.75 1.75 0 1 1 2.6 1.5c-.6.3-.9.6-.9 1.2M8 11.3v.1", Dashed: true);

    /// <summary>Every shape, for the page's sprite.</summary>
    public static IReadOnlyList<StateShape> All { get; } =
        [Hollow, Dotted, Arc, Half, Clock, Again, Tick, Stop, Blocked, Tray, Cross, Hand, Question];
}
