using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Web.Samples.OrderFulfilment;

/// <summary>Packs parcels and gives each a tracking number in the form of the postal union (S10).</summary>
internal sealed class ShipOrder(TimeProvider clock) : OrderStep(clock)
{
    private static readonly int[] Weights = [8, 6, 4, 2, 3, 5, 9, 7];

    protected override Task<StepOutcome> WorkAsync(StepContext context, CancellationToken ct)
    {
        var total = context.Results.Get<ReservedStock>("reserve_inventory").WeightGrams;
        var limit = context.GetConfig("parcel_limit_grams", 10_000);
        var count = Math.Max(1, (total + limit - 1) / limit);
        var country = context.GetInput<Customer?>("customer", null)?.Country ?? "XX";
        var parcels = Enumerable.Range(0, count).Select(no => new Parcel(TrackingNumber($"{context.IdempotencyKey}/{no}", country), total / count + (no < total % count ? 1 : 0)));
        return Task.FromResult(StepOutcome.Success(new Shipment([.. parcels])));
    }

    // The same parcel always gets the same number.
    private static string TrackingNumber(string parcel, string country)
    {
        var hash = new BigInteger(SHA256.HashData(Encoding.UTF8.GetBytes(parcel)), isUnsigned: true);
        var digits = ((long)(hash % 100_000_000)).ToString("D8");
        var check = 11 - digits.Zip(Weights, (digit, weight) => (digit - '0') * weight).Sum() % 11;
        return $"TS{digits}{check switch { 10 => 0, 11 => 5, _ => check }}{country}";
    }
}
