namespace Tasker.Web.Security;

/// <summary>
/// Who acts in this circuit. There is no sign-in yet and only this machine is served (see <c>BindingSafety</c>), so it is whoever sits
/// at it; the day there is one, this is the one place that reads who signed in.
/// </summary>
public sealed class CurrentUser
{
    /// <summary>The name under which acts are recorded: <c>user:</c> and a name.</summary>
    public string Actor { get; init; } = "user:local";

    /// <summary>The name alone.</summary>
    public string Name => Actor["user:".Length..];
}
