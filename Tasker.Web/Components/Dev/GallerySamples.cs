using Tasker.Data.Workflow;
using Tasker.Web.Components.Graph;

namespace Tasker.Web.Components.Dev;

/// <summary>Made-up graphs and texts for the gallery. Seeded, so that two looks at it can be compared.</summary>
internal static class GallerySamples
{
    public const string Json = """
        { "order": { "id": "ord_01JX9A3", "total": 129.90, "currency": "EUR", "paid": true, "coupon": null },
          "lines": [ { "sku": "A-100", "qty": 2 }, { "sku": "B-7", "qty": 1 } ],
          "note": "<script>alert(1)</script> \u202Etxt.exe \u001b[31mred" }
        """;

    public const string Yaml = """
        name: order_fulfilment
        namespace: shop
        version: 1.4.0
        steps:
          - name: validate_order
            handler: orders.validate
          - name: reserve_stock
            handler: stock.reserve
            depends_on: [validate_order]
            retry:
              max_attempts: 5
              backoff: exponential
          - name: charge_card
            handler: payments.charge
            depends_on: [validate_ordr]
        """;

    public static GraphTopology Linear { get; } = new(
        [new(0, "validate_order", "orders.validate"), new(1, "reserve_stock", "stock.reserve"), new(2, "charge_card", "payments.charge"), new(3, "ship_order", "shipping.book")],
        [new(0, 1), new(1, 2), new(2, 3)]);

    public static GraphTopology Diamond { get; } = new(
        [new(0, "start"), new(1, "price_basket"), new(2, "check_fraud"), new(3, "confirm")],
        [new(0, 1), new(0, 2), new(1, 3), new(2, 3)]);

    public static GraphTopology Tree { get; } = new(
        [new(0, "root"), new(1, "left"), new(2, "right"), new(3, "left_first"), new(4, "left_second"), new(5, "right_first"), new(6, "right_second"), new(7, "gather")],
        [new(0, 1), new(0, 2), new(1, 3), new(1, 4), new(2, 5), new(2, 6), new(3, 7), new(4, 7), new(5, 7), new(6, 7), new(0, 7)]);

    public static GraphTopology FanOut { get; } = new(
        [new(0, "list_images"), .. Enumerable.Range(1, 50).Select(i => new GraphNode(i, $"resize_image_{i:00}", "images.resize")), new(51, "publish_album")],
        [.. Enumerable.Range(1, 50).Select(i => new GraphEdge(0, i)), .. Enumerable.Range(1, 50).Select(i => new GraphEdge(i, 51))]);

    public static GraphTopology Large { get; } = RandomDag(200, seed: 7);

    public static IReadOnlyList<GraphNodeState> StatesOf(GraphTopology topology, DateTimeOffset now, int progress)
    {
        var texts = new[] { StepState.Complete, StepState.Complete, StepState.InProgress, StepState.WaitingForRetry, StepState.Error, StepState.Enqueued, StepState.Pending };
        return
        [
            .. topology.Nodes.Select((n, i) =>
            {
                var done = i < progress;
                var state = done ? StepState.Complete : i < progress + 6 ? texts[Math.Min(2 + i - progress, texts.Length - 1)] : StepState.Pending;
                var attempt = state is StepState.Pending or StepState.Enqueued ? 0 : state == StepState.WaitingForRetry ? 3 : 1;
                return new GraphNodeState(n.No, state.Text(), attempt, now.AddSeconds(-42 - i));
            }),
        ];
    }

    private static GraphTopology RandomDag(int count, int seed)
    {
        var random = new Random(seed);
        var edges = new List<GraphEdge>();
        for (var to = 1; to < count; to++)
        {
            for (var i = random.Next(1, 3); i > 0; i--)
            {
                edges.Add(new GraphEdge(random.Next(Math.Max(0, to - 24), to), to));
            }
        }

        return new GraphTopology([.. Enumerable.Range(0, count).Select(i => new GraphNode(i, $"step_{i:000}", "demo"))], [.. edges.Distinct()]);
    }
}
