namespace Tasker.Runtime.Events.Publishers;

/// <summary>What came of the hooks before publication.</summary>
internal abstract record Preparation
{
    private Preparation()
    {
    }

    /// <summary>To be published, like this.</summary>
    public sealed record Ready(DomainEvent Event) : Preparation;

    /// <summary>Its publisher does not want it published.</summary>
    public sealed record Withheld : Preparation;

    /// <summary>Its payload breaks the declared schema.</summary>
    public sealed record Refused(string Problem) : Preparation;

    /// <summary>A hook threw or took too long.</summary>
    public sealed record Failed(Exception Error) : Preparation;
}
