using Tasker.Data.Workflow;
using Tasker.Runtime.DeadLetters;
using Xunit;

namespace Tasker.Tests.Unit.DeadLetters;

[Trait("Feature", "F116")]
public sealed class StalenessDefaultsTests
{
    [Theory]
    [InlineData("development", 15, 10, 15, 4, 2, 50)]
    [InlineData("test", 5, 2, 5, 1, 1, 10)]
    [InlineData("production", 120, 60, 60, 48, 10, 200)]
    [InlineData("anything", 60, 30, 30, 24, 5, 100)]
    public void Limits_OfEnvironment_AreTheReferences(string environment, int dependencies, int retry, int process, int lifeHours, int interval, int batch)
    {
        var options = new StalenessOptions();

        var limits = StalenessDefaults.Limits(options, environment);

        Assert.Equal(
            (dependencies, retry, process),
            (Minutes(TaskState.WaitingForDependencies), Minutes(TaskState.WaitingForRetry), Minutes(TaskState.StepsInProcess)));
        Assert.Equal(TimeSpan.FromHours(lifeHours), limits.Life);
        Assert.Equal((TimeSpan.FromMinutes(interval), batch), (StalenessDefaults.Interval(options, environment), StalenessDefaults.BatchSize(options, environment)));
        Assert.Equal(Enumerable.Range(1, 8).Select(s => (TaskState)s), limits.States.Keys.Order());
        Assert.Equal((false, true), (limits.AutoFail, limits.AutoDlq));

        int Minutes(TaskState state) => (int)limits.States[state].TotalMinutes;
    }

    [Fact]
    public void Limits_Settings_GoBeforeTheEnvironment()
    {
        static TimeSpan M(int minutes) => TimeSpan.FromMinutes(minutes);
        var options = new StalenessOptions
        {
            Pending = M(1), Initializing = M(2), EnqueuingSteps = M(3), StepsInProcess = M(4), EvaluatingResults = M(5), WaitingForDependencies = M(6),
            WaitingForRetry = M(7), BlockedByFailures = M(8), MaxDuration = M(9), WorkerUnavailable = M(10), Interval = M(11), BatchSize = 12,
            AutoFailOnTimeout = true, AutoDlqOnTimeout = false,
        };

        var limits = StalenessDefaults.Limits(options, "production");

        Assert.Equal(Enumerable.Range(1, 8).Select(s => ((TaskState)s, M(s))), limits.States.OrderBy(s => s.Key).Select(s => (s.Key, s.Value)));
        Assert.Equal((M(9), M(10), true, false), (limits.Life, limits.Unserved, limits.AutoFail, limits.AutoDlq));
        Assert.Equal((M(11), 12), (StalenessDefaults.Interval(options, "production"), StalenessDefaults.BatchSize(options, "production")));
    }
}
