using System.Text.Json;

namespace Tasker.Runtime.Identity;

/// <summary>What a task's identity is made of.</summary>
/// <param name="Strategy">The template's strategy.</param>
/// <param name="Namespace">The template's namespace.</param>
/// <param name="Name">The template's name.</param>
/// <param name="Version">The template's version; part of the identity only where the context is.</param>
/// <param name="Context">The task's context, which passed <see cref="JsonLimits"/>.</param>
/// <param name="IdempotencyKey">The request's key; null or empty when none was given.</param>
internal readonly record struct IdentityRequest(
    IdentityStrategy Strategy, string Namespace, string Name, string Version, JsonElement Context, string? IdempotencyKey);
