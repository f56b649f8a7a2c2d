using Microsoft.Extensions.Logging;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Events;

namespace Tasker.Runtime.Worker.Actors;

/// <summary>Publishes the events of endings. It starts the bus and drains it when it stops.</summary>
internal sealed class DomainEventActor(DomainEventDispatcher service, DomainEventBus bus, TimeProvider clock, ILogger<DomainEventActor> logger)
    : Actor("domain-events", new MailboxOptions(Capacity: 1000, Concurrency: 8), clock, logger), IHandler<DispatchEvents, bool>
{
    /// <summary>Takes an ending without waiting; one that there is no room for is dropped and counted, because no event may hold up a step.</summary>
    public void Dispatch(DispatchEvents message)
    {
        if (!TryTell<DispatchEvents, bool>(message)) service.Drop(message.Template, message.Report, message.Outcome);
    }

    public ValueTask<bool> HandleAsync(DispatchEvents message, CancellationToken ct) =>
        service.DispatchAsync(message.Template, message.Report, message.Outcome, ct);

    protected override ValueTask OnStartedAsync(CancellationToken ct)
    {
        bus.Start();
        return ValueTask.CompletedTask;
    }

    protected override ValueTask OnStoppedAsync(CancellationToken ct) => new(bus.DrainAsync());
}
