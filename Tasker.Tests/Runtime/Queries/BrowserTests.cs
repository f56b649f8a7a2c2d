using Tasker.Data.Reads;
using Tasker.Runtime.Live;
using Tasker.Runtime.Queries;
using Tasker.Tests.Support;

namespace Tasker.Tests.Runtime.Queries;

/// <summary>A database with the browsers over it.</summary>
public abstract class BrowserTests : WorkflowDatabase
{
    internal LiveProjection Projection { get; } = new(TimeProvider.System);

    internal TaskBrowser Tasks => new(
        new TaskReads(Source), new StepReads(Source), new HistoryReads(Source), new CommandReads(Source), new TaskFilterResolver(Templates), Catalog,
        new WorkCounter(Projection, new CountReads(Source, TimeProvider.System), TimeProvider.System), new Tasker.Data.Pauses.PauseReads(Source), new TaskLinkReads(Source));

    internal StepBrowser Steps => new(
        new TaskReads(Source), new StepReads(Source), new HistoryReads(Source), new WaitReads(Source), new ReplacedPayloadReads(Source), Catalog, TimeProvider.System);
}
