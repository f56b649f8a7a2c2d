using Tasker.Runtime.Chaos;
using Xunit;
using Xunit.Abstractions;

namespace Tasker.Tests.Chaos;

/// <summary>A real process kills itself at a crash point; another node goes on.</summary>
public sealed class CrashPointTests(CrashRuns runs, ITestOutputHelper output) : IClassFixture<CrashRuns>
{
    private const double LeaseSeconds = 2;

    // The promise is lease + 2 s; the rest is for a machine that runs four of these cases at once.
    private const double GateSeconds = LeaseSeconds + 2 + 3;

    // Who was too slow beside others gets his chances alone; a step that is not found in time is not found then either.
    private const int MoreChances = 3;

    public static TheoryData<int> Cases => [.. CrashCase.Chosen.Select(c => Array.IndexOf([.. CrashCase.All], c))];

    [Theory]
    [Trait("Feature", "F073")]
    [Trait("Feature", "F042")]
    [Trait("Feature", "F075")]
    [Trait("Feature", "F126")]
    [MemberData(nameof(Cases))]
    public async Task Kill9_AtCrashPoint_AnotherNodeGoesOnAndEveryEffectHappensOnce(int number)
    {
        var one = CrashCase.All[number];
        var outcome = AssertRight(one, await runs.OutcomeAsync(one));
        for (var chance = 0; chance < MoreChances && outcome.ResumedAfterSeconds > GateSeconds; chance++) outcome = AssertRight(one, await runs.AloneAsync(one));
        Assert.InRange(outcome.ResumedAfterSeconds, 0, GateSeconds);
    }

    [Fact]
    public void Cases_CoverEveryCrashPoint() =>
        Assert.Equal(CrashPoints.Names.Order(StringComparer.Ordinal), CrashCase.Chosen.Select(c => c.Point).Distinct().Order(StringComparer.Ordinal));

    private CrashOutcome AssertRight(CrashCase one, CrashOutcome outcome)
    {
        output.WriteLine($"{one}: resumed after {outcome.ResumedAfterSeconds:0.00} s");
        Assert.Equal(137, outcome.ExitCode);
        Assert.Empty(outcome.Violations);
        Assert.Equal((0, 0, 3), (outcome.WrongEffects, outcome.RunTwice, outcome.Tasks));
        Assert.Equal(0, outcome.WrongEvents);
        return outcome;
    }
}
