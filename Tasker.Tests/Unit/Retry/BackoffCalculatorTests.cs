using FsCheck;
using FsCheck.Fluent;
using Tasker.Runtime.Retry;
using Xunit;

namespace Tasker.Tests.Unit.Retry;

public sealed class BackoffCalculatorTests
{
    private static readonly Gen<double> Chance = Gen.Choose(0, 999_999).Select(n => n / 1_000_000d);

    private static readonly Gen<BackoffPolicy> Policies =
        from strategy in Gen.Elements(Enum.GetValues<BackoffStrategy>())
        from start in Gen.Elements(0L, 1L, 10_000L, TimeSpan.TicksPerSecond, TimeSpan.TicksPerDay * 365, TimeSpan.MaxValue.Ticks)
        from max in Gen.Elements(0L, 1L, TimeSpan.TicksPerSecond * 30, TimeSpan.TicksPerHour, TimeSpan.MaxValue.Ticks)
        select new BackoffPolicy(strategy, new TimeSpan(start), new TimeSpan(max));

    [Theory]
    [Trait("Feature", "F055")]
    [InlineData(BackoffStrategy.None, new[] { 0, 0, 0, 0, 0, 0 })]
    [InlineData(BackoffStrategy.Linear, new[] { 2, 4, 6, 8, 10, 12 })]
    [InlineData(BackoffStrategy.Exponential, new[] { 2, 4, 8, 16, 20, 20 })]
    [InlineData(BackoffStrategy.Fibonacci, new[] { 2, 2, 4, 6, 10, 16 })]
    public void Plain_EachStrategy_GivesTheExpectedSeries(BackoffStrategy strategy, int[] seconds)
    {
        var policy = new BackoffPolicy(strategy, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20));
        Assert.Equal(seconds, Enumerable.Range(1, seconds.Length).Select(attempt => (int)BackoffCalculator.Plain(policy, attempt).TotalSeconds));
    }

    [Theory]
    [Trait("Feature", "F054")]
    [InlineData(0.0, 850)]
    [InlineData(0.5, 1000)]
    [InlineData(0.999999, 1149)]
    public void Next_Jitter_StaysWithinFifteenPercent(double chance, int milliseconds)
    {
        var policy = new BackoffPolicy(BackoffStrategy.Exponential, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal(milliseconds, (int)BackoffCalculator.Next(policy, 1, () => chance).TotalMilliseconds);
    }

    [Fact]
    [Trait("Feature", "F054")]
    public void Next_AnyPolicyAndAttempt_NeverExceedsTheCapNorTheJitterBand()
    {
        var cases =
            from policy in Policies
            from attempt in Gen.Elements(1, 2, 3, 10, 63, 64, 65, 93, 1000, int.MaxValue)
            from chance in Chance
            select (policy, attempt, chance);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var plain = BackoffCalculator.Plain(c.policy, c.attempt);
            var delay = BackoffCalculator.Next(c.policy, c.attempt, () => c.chance);
            Assert.InRange(plain, TimeSpan.Zero, c.policy.Max);
            Assert.InRange(delay.Ticks, (long)(plain.Ticks * 0.849999), c.policy.Max.Ticks);
            Assert.True(delay.Ticks <= (plain.Ticks * 1.150001) + 1);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    [Trait("Feature", "F055")]
    public void Plain_AnyPolicy_NeverShrinksWithTheAttempt()
    {
        var cases = from policy in Policies from attempt in Gen.Choose(1, 200) select (policy, attempt);
        Prop.ForAll(cases.ToArbitrary(), c =>
            BackoffCalculator.Plain(c.policy, c.attempt) <= BackoffCalculator.Plain(c.policy, c.attempt + 1)).QuickCheckThrowOnFailure();
    }

    [Fact]
    [Trait("Feature", "F054")]
    public void Told_AnyDemand_IsNeverShortenedBelowItUnlessTheCapIs()
    {
        var cases =
            from told in Gen.Elements(-5L, 0L, 1L, TimeSpan.TicksPerSecond, TimeSpan.TicksPerHour, TimeSpan.MaxValue.Ticks)
            from max in Gen.Elements(0L, TimeSpan.TicksPerSecond, TimeSpan.TicksPerMinute, TimeSpan.MaxValue.Ticks)
            from chance in Chance
            select (told: new TimeSpan(told), max: new TimeSpan(max), chance);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var floor = c.told < TimeSpan.Zero ? TimeSpan.Zero : c.told < c.max ? c.told : c.max;
            Assert.InRange(BackoffCalculator.Told(c.told, c.max, () => c.chance), floor, c.max);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Plain_AttemptThatNeverWas_IsABug() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BackoffCalculator.Plain(RetryDecision.DefaultPolicy, 0));

    [Fact]
    public void Plain_NegativeBase_IsABug() =>
        Assert.Throws<ArgumentException>(() => BackoffCalculator.Plain(RetryDecision.DefaultPolicy with { Base = TimeSpan.FromTicks(-1) }, 1));
}
