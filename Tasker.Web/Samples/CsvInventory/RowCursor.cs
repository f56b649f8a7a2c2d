namespace Tasker.Web.Samples.CsvInventory;

/// <summary>A place in the file: the number of a row, and where it begins. A reader goes there without reading what comes before.</summary>
/// <param name="Row">From 0.</param>
/// <param name="Offset">Bytes from the beginning of the file.</param>
internal sealed record RowCursor(int Row, long Offset);
