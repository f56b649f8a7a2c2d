using Microsoft.Extensions.Logging;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Events;

namespace Tasker.Runtime.Worker.Actors;

/// <summary>Publishes the events of endings. It starts the bus and drains it when it stops.</summary>
internal sealed class DomainEventActor(DomainEventDispatcher service, DomainEventBus bus, TimeProvider clock, ILogger<DomainEventActor> logger)
    : Actor("domain-events", new MailboxOptions(Capacity: 1000, Concurrency: 8), clock, logger), IHandler<DispatchEvents, bool>
{
    public ValueTask<bool> HandleAsync(DispatchEvents message, CancellationToken ct) =>
        service.DispatchAsync(message.Template, message.Report, message.Outcome, ct);

    protected override ValueTask OnStartedAsync(CancellationToken ct)
    {
        bus.Start();
        return ValueTask.CompletedTask;
    }

    protected override ValueTask OnStoppedAsync(CancellationToken ct) => new(bus.DrainAsync());
}
