using System.Text.Json;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Identity;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Orchestration.Services;

/// <summary>
/// Turns a request into a task. Everything is checked first, with the template loaded outside any transaction; then one commit writes
/// the task, its steps, their history and the first claims or messages.
/// </summary>
internal sealed class TaskInitializer(TemplateCatalog catalog, FlowLanes lanes, ClaimPolicy claims, EngineSignals signals, TimeProvider clock)
{
    public async ValueTask<TaskRequestOutcome> CreateAsync(TaskRequest request, CancellationToken ct)
    {
        var problems = TaskRequestRules.Check(request);
        if (problems.Count > 0) return new TaskRequestOutcome.Invalid(problems);
        if (await catalog.GetAsync(request.Namespace, request.Name, request.Version, ct) is not { } template)
        {
            return new TaskRequestOutcome.UnknownTemplate($"{request.Namespace}/{request.Name}{(request.Version is { } v ? ":" + v : "")}");
        }

        if (template.ContextSchema is { } schema)
        {
            var errors = schema.Validate(request.Context);
            if (errors.Count > 0) return new TaskRequestOutcome.Invalid([.. errors.Select(e => new RequestProblem("context" + e.Pointer, e.Message))]);
        }

        var identity = IdentityHash.Compute(new IdentityRequest(
            template.IdentityStrategy, template.Namespace, template.Name, template.Version, request.Context, request.IdempotencyKey));
        if (identity is IdentityResult.KeyMissing)
        {
            return new TaskRequestOutcome.Invalid([new("idempotency_key", "is required: the template's identity strategy is caller_provided")]);
        }

        var task = Build(request, template, identity is IdentityResult.Hashed hashed ? hashed.Hash.ToArray() : null);
        return await lanes.CreateAsync(task, template.RootCount, ct)
            ? new TaskRequestOutcome.Created(task.TaskId, task.CorrelationId)
            : new TaskRequestOutcome.Duplicate();
    }

    private NewTask Build(TaskRequest request, LoadedTemplate template, byte[]? identity)
    {
        var id = TaskId.New(clock);
        return new NewTask
        {
            TaskId = id,
            TemplateId = template.TemplateId,
            IdentityHash = identity,
            Context = request.Context.GetRawText(),
            Priority = (short)request.Priority,
            CorrelationId = request.CorrelationId ?? Guid.CreateVersion7(clock.GetUtcNow()),
            ParentCorrelationId = request.ParentCorrelationId,
            Initiator = request.Initiator,
            SourceSystem = request.SourceSystem,
            Reason = request.Reason,
            Tags = request.Tags.Count == 0 ? null : JsonSerializer.Serialize(request.Tags),
            Options = request.Options is { ValueKind: JsonValueKind.Object } options ? options.GetRawText() : null,
            RequestedAt = request.RequestedAt ?? clock.GetUtcNow(),
            // While steps wait in a queue, a new task does not overtake them: places that come free go to the head of the queue.
            MayClaim = claims.MayClaim(template.Namespace) && !signals.WorkLeft,
        };
    }
}
