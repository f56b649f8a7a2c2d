namespace Tasker.Web.Components;

/// <summary>Who acts in the console. Until sign-in exists everybody at this machine is the same person.</summary>
internal static class ConsoleActor
{
    public const string Name = "user:console";
}
