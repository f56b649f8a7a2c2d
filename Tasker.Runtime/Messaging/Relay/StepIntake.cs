using Tasker.Runtime.Engine;
using Tasker.Runtime.Maintenance;

namespace Tasker.Runtime.Messaging.Relay;

/// <summary>Which loops bring steps to the worker: without a broker the one that claims from the database, with one the two around it.</summary>
internal sealed class StepIntake(MessagingOptions messaging, EngineOptions options, ClaimLoop claims, BrokerRelay relay, BrokerIntake intake)
{
    public IEnumerable<(string Name, Func<CancellationToken, Task> Run)> Loops
    {
        get
        {
            var broker = messaging.Provider != MessagingProvider.PostgreSql;
            if (options.Roles.HasFlag(NodeRoles.Worker)) yield return broker ? ("broker-intake", intake.RunAsync) : ("claims", claims.RunAsync);
            if (broker && options.Roles.HasFlag(NodeRoles.Orchestrator)) yield return ("broker-relay", relay.RunAsync);
        }
    }
}
