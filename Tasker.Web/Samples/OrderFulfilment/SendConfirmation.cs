using System.Text;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Web.Samples.OrderFulfilment;

/// <summary>Writes the message to the customer into the outbox folder, once however often it runs.</summary>
internal sealed class SendConfirmation(SampleFiles files, TimeProvider clock) : OrderStep(clock)
{
    protected override async Task<StepOutcome> WorkAsync(StepContext context, CancellationToken ct)
    {
        if (context.GetInput<Customer?>("customer", null) is not { } customer) return StepOutcome.PermanentFailure("the order names no customer");
        var order = context.Results.Get<PricedOrder>("validate_order");
        var payment = context.Results.Get<Payment>("process_payment");
        var shipment = context.Results.Get<Shipment>("ship_order");
        var text = new StringBuilder()
            .Append("To: ").Append(customer.Email).Append("\r\nSubject: Your order is on its way\r\nMessage-ID: <").Append(context.IdempotencyKey)
            .Append("@tasker.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nDear ").Append(customer.Name).Append(",\r\n\r\n");
        foreach (var line in order.Lines) text.Append($"{line.Quantity,4} × {line.Name,-36} {line.Total,10:0.00}\r\n");
        text.Append($"     Charged ({payment.Charge}): {payment.Amount:0.00}\r\n\r\nParcels: ")
            .AppendJoin(", ", shipment.Parcels.Select(p => p.TrackingNumber)).Append("\r\n");
        var path = await files.WriteAsync("outbox", context.IdempotencyKey + ".eml", text.ToString(), ct);
        return StepOutcome.Success(new { Recipient = customer.Email, path, Characters = text.Length });
    }
}
