using System.Text.Json;
using System.Text.Json.Serialization;
using Tasker.Web.Api.Bodies;

namespace Tasker.Web.Api;

/// <summary>The API's JSON: generated at build, snake_case, and strict about what it reads.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    NumberHandling = JsonNumberHandling.Strict,
    ReadCommentHandling = JsonCommentHandling.Disallow)]
[JsonSerializable(typeof(TaskRequestBody))]
[JsonSerializable(typeof(StepActionBody))]
[JsonSerializable(typeof(TaskCreatedBody))]
[JsonSerializable(typeof(RerunBody))]
[JsonSerializable(typeof(BulkBody))]
[JsonSerializable(typeof(BulkResultBody))]
[JsonSerializable(typeof(TaskBody))]
[JsonSerializable(typeof(TaskPageBody))]
[JsonSerializable(typeof(StepBody))]
[JsonSerializable(typeof(StepPageBody))]
[JsonSerializable(typeof(StepAuditPageBody))]
[JsonSerializable(typeof(BatchListBody))]
[JsonSerializable(typeof(StepProgressBody))]
[JsonSerializable(typeof(StalledListBody))]
[JsonSerializable(typeof(TransitionPageBody))]
[JsonSerializable(typeof(TemplateListBody))]
[JsonSerializable(typeof(TemplateDetailBody))]
[JsonSerializable(typeof(TemplatePublishedBody))]
[JsonSerializable(typeof(WorkerListBody))]
[JsonSerializable(typeof(QueueListBody))]
[JsonSerializable(typeof(PauseRequestBody))]
[JsonSerializable(typeof(PauseBody))]
[JsonSerializable(typeof(PauseListBody))]
[JsonSerializable(typeof(PriorityBody))]
[JsonSerializable(typeof(WakeUpBody))]
[JsonSerializable(typeof(ArchivePageBody))]
[JsonSerializable(typeof(ReplayBody))]
[JsonSerializable(typeof(ReplayedBody))]
[JsonSerializable(typeof(DeadLetterBody))]
[JsonSerializable(typeof(DeadLetterPageBody))]
[JsonSerializable(typeof(DeadLetterStatsBody))]
[JsonSerializable(typeof(EnterDeadLetterBody))]
[JsonSerializable(typeof(ResolveDeadLetterBody))]
[JsonSerializable(typeof(RequeueDeadLetterBody))]
[JsonSerializable(typeof(CloseDeadLettersBody))]
[JsonSerializable(typeof(ClosedDeadLettersBody))]
[JsonSerializable(typeof(StalenessPageBody))]
[JsonSerializable(typeof(StalenessPreviewBody))]
[JsonSerializable(typeof(EventPageBody))]
[JsonSerializable(typeof(EventReplayBody))]
[JsonSerializable(typeof(FailurePageBody))]
[JsonSerializable(typeof(FailureBody))]
[JsonSerializable(typeof(FailureStatusBody))]
[JsonSerializable(typeof(FailureStepPageBody))]
[JsonSerializable(typeof(WhyBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(FieldError[]))]
[JsonSerializable(typeof(TemplateProblemBody[]))]
[JsonSerializable(typeof(string))]
internal sealed partial class ApiJson : JsonSerializerContext;
