using Microsoft.Extensions.Logging.Abstractions;
using Tasker.Runtime.Maintenance;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Unit.Maintenance;

public sealed class SupervisedLoopTests
{
    [Fact]
    [Trait("Feature", "F064")]
    public async Task Loop_Crashes_IsBegunAgainWithGrowingPausesAndCounted()
    {
        var clock = new ManualClock();
        var begun = 0;
        using var stop = new CancellationTokenSource();
        var loop = new SupervisedLoop("test", _ => ++begun < 4 ? throw new InvalidDataException("on purpose") : Task.Delay(Timeout.Infinite, stop.Token), clock, NullLogger.Instance);

        var run = loop.RunAsync(stop.Token);
        Assert.Equal((1, new LoopSnapshot("test", false, 1, nameof(InvalidDataException))), (begun, loop.Read()));
        Assert.Equal([1, 2, 2, 3, 3, 4], await AfterAsync(99, 1, 199, 1, 399, 1));
        Assert.Equal((true, 3), (loop.Read().Running, loop.Read().Restarts));

        await stop.CancelAsync();
        await run;
        Assert.False(loop.Read().Running);

        async Task<List<int>> AfterAsync(params int[] pauses)
        {
            var seen = new List<int>();
            foreach (var ms in pauses)
            {
                var before = loop.Read().Restarts;
                clock.Advance(TimeSpan.FromMilliseconds(ms));
                // A pause that is over goes on in another thread, until the next crash or the lasting run.
                if (ms == 1) await TaskerHarness.UntilAsync(() => Task.FromResult(loop.Read()), l => l.Running ? begun == 4 : l.Restarts > before && clock.TimerCount > 0);
                seen.Add(begun);
            }

            return seen;
        }
    }
}
