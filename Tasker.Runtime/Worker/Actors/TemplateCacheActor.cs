using Microsoft.Extensions.Logging;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Worker.Actors;

/// <summary>Drops cached templates, so that the next use reads what was published since.</summary>
internal sealed class TemplateCacheActor(TemplateCatalog catalog, TimeProvider clock, ILogger<TemplateCacheActor> logger)
    : Actor("template-cache", new MailboxOptions(Capacity: 100, Concurrency: 1), clock, logger), IHandler<RefreshTemplates, Done>
{
    public ValueTask<Done> HandleAsync(RefreshTemplates message, CancellationToken ct)
    {
        catalog.Refresh();
        return ValueTask.FromResult(default(Done));
    }
}
