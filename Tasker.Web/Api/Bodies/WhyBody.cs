using System.Text.Json;
using Tasker.Data.Reads;

namespace Tasker.Web.Api.Bodies;

/// <summary>Why a step is not running: what has to be cleared first is first.</summary>
internal sealed record WhyBody(Guid StepUuid, IReadOnlyList<WhyCauseBody> Causes);

/// <summary>One cause.</summary>
internal sealed record WhyCauseBody(string Cause, string Sentence, JsonElement Evidence, DateTimeOffset? Since)
{
    public static WhyCauseBody Of(WaitCause c) => new(c.Cause, c.Sentence, JsonElement.Parse(c.EvidenceJson), c.Since);
}
