using Npgsql;
using Tasker.Data.Flow;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Orchestration.Services.Growth;

/// <summary>A successful result whose outcome adds steps to its task.</summary>
/// <param name="Template">The template.</param>
/// <param name="Step">The attempt.</param>
/// <param name="End">Its end, complete.</param>
/// <param name="ResultJson">Its result.</param>
/// <param name="Open">The connection with an open transaction to work in (a handler's own, or a page of handed-over results); null: one of its own.</param>
/// <param name="HandedOver">True when the result came through the queue and is stored.</param>
internal sealed record GrowthRequest(
    LoadedTemplate Template, ClaimedStep Step, StepEnd End, string ResultJson, NpgsqlConnection? Open = null, bool HandedOver = false);
