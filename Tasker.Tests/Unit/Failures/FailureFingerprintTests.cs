using Tasker.Runtime.Failures;
using Tasker.Runtime.Worker.Handlers;
using Xunit;

namespace Tasker.Tests.Unit.Failures;

/// <summary>What counts as the same failure.</summary>
[Trait("Feature", "FN01")]
public sealed class FailureFingerprintTests
{
    private const string Stack = """
        System.InvalidOperationException: no
           at System.Linq.ThrowHelper.ThrowNoElementsException()
           at Shop.Charge.<>c__DisplayClass5_0.<RunAsync>b__1(Line line) in /src/Charge.cs:line 12
           at Shop.Charge.RunAsync(StepContext context) in /src/Charge.cs:line 40
           at Tasker.Runtime.Worker.Services.HandlerInvoker.RunAsync(HandlerInvocation handler)
        """;

    [Theory]
    [InlineData("order 17 not found", "order # not found")]
    [InlineData("order 0199f3a2-7c1e-7b3e-9d41-5b20c4000000 is gone", "order # is gone")]
    [InlineData("no customer 'Ann O\u2019Hara' here", "no customer # here")]
    [InlineData("can't read \"/etc/passwd\" now", "can't read # now")]
    [InlineData("file /var/lib/a b missing", "file # b missing")]
    [InlineData("at 2026-11-21T10:00:00Z it broke", "at # it broke")]
    [InlineData("ids 1, 2, 3 are wrong", "ids # are wrong")]
    [InlineData("ids [1,2,3,4] are wrong", "ids [#] are wrong")]
    [InlineData("C:\\temp\\x.txt: denied", "#: denied")]
    [InlineData("mail to ann@example.com bounced", "mail to # bounced")]
    [InlineData("took 12.5 ms,   limit 10", "took # ms, limit #")]
    [InlineData("an unclosed 'quote", "an unclosed 'quote")]
    [InlineData("", "")]
    public void Shape_WhatDiffersFromCaseToCase_IsAHole(string message, string shape) => Assert.Equal(shape, MessageShape.Of(message));

    [Fact]
    public void Shape_OfAShape_IsItself() => Assert.Equal("order # of # failed: #", MessageShape.Of(MessageShape.Of("order 1 of 'x' failed: 2")));

    [Fact]
    public void Own_Stack_GivesTheApplicationsTopFramesWithoutNumbers() =>
        Assert.Equal(["Shop.Charge.<>c__DisplayClass.<RunAsync>b__", "Shop.Charge.RunAsync"], StackFrames.Own(Stack));

    [Fact]
    public void Of_SameFailureOfAnotherOrderOnAnotherMachine_IsTheSame() => Assert.Equal(
        FailureFingerprint.Of(Failure("order 17 not found", Stack)),
        FailureFingerprint.Of(Failure("order 99182 not found", Stack.Replace("/src/", "/home/ci/build/", StringComparison.Ordinal).Replace("line 12", "line 13", StringComparison.Ordinal))));

    [Fact]
    public void Of_OneThingDiffers_IsAnother()
    {
        var all = new[]
        {
            Failure("order 17 not found", Stack), Failure("order 17 not paid", Stack), Failure("order 17 not found", Stack) with { ErrorType = "other" },
            Failure("order 17 not found", Stack) with { StatusCode = 503 }, Failure("order 17 not found", Stack.Replace("Shop.Charge", "Shop.Refund", StringComparison.Ordinal)),
            Failure("order 17 not found", null),
        };

        Assert.Equal(all.Length, all.Select(FailureFingerprint.Of).Distinct().Count());
    }

    // Stored in databases: a change of the computation needs another version.
    [Fact]
    public void Of_KnownFailure_StaysWhatItWas() => Assert.Equal("1:3e6a27459156cfe2ce0d7ce2", FailureFingerprint.Of(Failure("order 17 not found", Stack)));

    private static StepFailure Failure(string message, string? stack) => new() { Message = message, ErrorType = "HandlerException", Stack = stack };
}
