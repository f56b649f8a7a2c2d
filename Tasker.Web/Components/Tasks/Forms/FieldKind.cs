namespace Tasker.Web.Components.Tasks.Forms;

/// <summary>How a value is asked for.</summary>
public enum FieldKind
{
    /// <summary>A line of text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>One of some values.</summary>
    Choice,

    /// <summary>A day.</summary>
    Date,

    /// <summary>Simple values, one a line.</summary>
    Lines,

    /// <summary>Named values.</summary>
    Group,

    /// <summary>Anything else, as JSON.</summary>
    Json,
}
