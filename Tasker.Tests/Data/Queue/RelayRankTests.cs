using Tasker.Data.Queue;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Queue;

/// <summary>An offer to a broker that comes to nothing costs a row neither its age nor its priority.</summary>
[Trait("Feature", "F034")]
public sealed class RelayRankTests(FlowDatabase database) : IClassFixture<FlowDatabase>
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task TakeBack_AfterAnOffer_StandsWhereItStood()
    {
        await EmptyAsync();
        var store = new RelayStore(database.Data);
        var first = await SendAsync(minutesOld: 90);
        await SendAsync(minutesOld: 80);
        var rank = await RankAsync(first);

        var offered = await store.OfferAsync(database.Queue.Name, Long, 1, CancellationToken.None);
        Assert.Equal([first], offered);
        Assert.NotEqual(rank, await RankAsync(first));
        await store.TakeBackAsync(database.Queue.Name, offered, CancellationToken.None);

        Assert.Equal(rank, await RankAsync(first));
    }

    [Fact]
    public async Task Expire_OfferThatRanOut_IsTheNextOneAgain()
    {
        await EmptyAsync();
        var store = new RelayStore(database.Data);
        var first = await SendAsync(minutesOld: 90);
        await SendAsync(minutesOld: 80);
        // Ran out when it was made: nobody has to wait for it.
        var ranOut = TimeSpan.FromMilliseconds(-1);
        Assert.Equal([first], await store.OfferAsync(database.Queue.Name, ranOut, 1, CancellationToken.None));

        await store.ExpireAsync(database.Queue.Name, 10, CancellationToken.None);

        Assert.Equal([first], await store.OfferAsync(database.Queue.Name, ranOut, 1, CancellationToken.None));
        // A second time as well: the place is the first one, not that of the last offer.
        await store.ExpireAsync(database.Queue.Name, 10, CancellationToken.None);
        Assert.Equal([first], await store.OfferAsync(database.Queue.Name, Long, 1, CancellationToken.None));
    }

    [Fact]
    public async Task Expire_OfferThatStillRuns_StaysHidden()
    {
        await EmptyAsync();
        var store = new RelayStore(database.Data);
        await SendAsync(minutesOld: 90);
        Assert.Single(await store.OfferAsync(database.Queue.Name, Long, 10, CancellationToken.None));

        await store.ExpireAsync(database.Queue.Name, 10, CancellationToken.None);

        Assert.Empty(await store.OfferAsync(database.Queue.Name, Long, 10, CancellationToken.None));
    }

    private Task EmptyAsync() => database.ExecuteAsync($"delete from pgmq.q_{database.Queue.Name}");

    private Task<long> SendAsync(int minutesOld) => database.ScalarAsync<long>(
        $"insert into pgmq.q_{database.Queue.Name} (vt, message) values (clock_timestamp() - interval '{minutesOld} minutes', '{"{}"}') returning msg_id");

    private Task<DateTime> RankAsync(long id) => database.ScalarAsync<DateTime>($"select vt from pgmq.q_{database.Queue.Name} where msg_id = {id}");
}
