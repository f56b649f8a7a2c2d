namespace Tasker.Web.Samples.OrderFulfilment;

/// <summary>Who ordered.</summary>
internal sealed record Customer(string Name, string Email, string Country);

/// <summary>What is ordered.</summary>
internal sealed record OrderLine(string Sku, int Quantity);

/// <summary>A line with its article's name, price, weight and stock.</summary>
internal sealed record PricedLine(string Sku, string Name, int Quantity, decimal UnitPrice, decimal Total, int WeightGrams, int Stock);

/// <summary>An order with prices.</summary>
internal sealed record PricedOrder(IReadOnlyList<PricedLine> Lines, decimal Total);

/// <summary>What was put aside.</summary>
internal sealed record Reservation(string Number, IReadOnlyList<OrderLine> Lines);

/// <summary>The answer of the stock.</summary>
internal sealed record ReservedStock(Reservation Reservation, int WeightGrams);

/// <summary>What was charged.</summary>
internal sealed record Payment(string Charge, decimal Amount, int Executions);

/// <summary>A parcel under way.</summary>
internal sealed record Parcel(string TrackingNumber, int WeightGrams);

/// <summary>All parcels of an order.</summary>
internal sealed record Shipment(IReadOnlyList<Parcel> Parcels);
