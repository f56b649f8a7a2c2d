using Microsoft.Extensions.Options;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Messaging;

/// <summary>What the annotations cannot say. Names keys, never values: a URI holds a password.</summary>
internal sealed class MessagingOptionsCheck(IOptions<EngineOptions> engine) : IValidateOptions<MessagingOptions>
{
    private const string UriKey = MessagingOptions.Section + ":RabbitMq:Uri";
    private const NodeRoles InOneProcess = NodeRoles.Orchestrator | NodeRoles.Worker;

    public ValidateOptionsResult Validate(string? name, MessagingOptions options) => options switch
    {
        { Provider: MessagingProvider.RabbitMq, RabbitMq.Uri: null or "" } => ValidateOptionsResult.Fail($"'{UriKey}' is required for provider RabbitMq."),
        { RabbitMq.Uri: { Length: > 0 } uri } when !IsBrokerUri(uri) => ValidateOptionsResult.Fail($"'{UriKey}' is not an amqp:// or amqps:// address with a host."),
        { Provider: MessagingProvider.InMemory } when (engine.Value.Roles & InOneProcess) != InOneProcess => ValidateOptionsResult.Fail(
            $"'{MessagingOptions.Section}:Provider' InMemory needs orchestrator and worker in one process."),
        _ => ValidateOptionsResult.Success,
    };

    private static bool IsBrokerUri(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.Scheme is "amqp" or "amqps" && !string.IsNullOrEmpty(parsed?.Host);
}
