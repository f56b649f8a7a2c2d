using Microsoft.Extensions.Options;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Messaging;
using Tasker.Runtime.Messaging.RabbitMq;
using Xunit;

namespace Tasker.Tests.Unit.Messaging;

[Trait("Feature", "F045")]
public sealed class MessagingOptionsTests
{
    [Theory]
    [InlineData(MessagingProvider.RabbitMq, null)]
    [InlineData(MessagingProvider.RabbitMq, "http://guest:hunter2@localhost")]
    [InlineData(MessagingProvider.PostgreSql, "guest:hunter2@localhost")]
    public void Validate_UriThatIsNone_NamesTheKeyAndNoSecret(MessagingProvider provider, string? uri)
    {
        var result = Validate(provider, uri, NodeRoles.All);

        Assert.True(result.Failed);
        Assert.Contains("Tasker:Messaging:RabbitMq:Uri", result.FailureMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MessagingProvider.PostgreSql, null, NodeRoles.Worker)]
    [InlineData(MessagingProvider.RabbitMq, "amqps://guest:x@localhost:5671/vhost", NodeRoles.Worker)]
    [InlineData(MessagingProvider.InMemory, null, NodeRoles.All)]
    public void Validate_WhatWorks_Passes(MessagingProvider provider, string? uri, NodeRoles roles) =>
        Assert.True(Validate(provider, uri, roles).Succeeded);

    [Fact]
    public void Validate_InMemoryInASplitNode_IsRefused() => Assert.True(Validate(MessagingProvider.InMemory, null, NodeRoles.Worker).Failed);

    private static ValidateOptionsResult Validate(MessagingProvider provider, string? uri, NodeRoles roles) =>
        new MessagingOptionsCheck(Options.Create(new EngineOptions { Roles = roles }))
            .Validate(null, new MessagingOptions { Provider = provider, RabbitMq = new RabbitMqOptions { Uri = uri } });
}
