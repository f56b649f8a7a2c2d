using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Web.Samples.Linear;

/// <summary>Raises an even number to its eighth power.</summary>
internal static class LinearSteps
{
    /// <summary>Squares the value of the step that <c>source</c> in the configuration names, or the input.</summary>
    public static Task<StepOutcome> SquareAsync(StepContext context, CancellationToken ct)
    {
        var source = context.GetConfig("source", "");
        var value = source.Length == 0 ? Input(context) : context.Results.Get<PowerResult>(source).Value;
        return Task.FromResult(StepOutcome.Success(new PowerResult(checked(value * value))));
    }

    /// <summary>Compares with the product of eight factors.</summary>
    public static Task<StepOutcome> VerifyAsync(StepContext context, CancellationToken ct)
    {
        var expected = Enumerable.Repeat(Input(context), 8).Aggregate(1L, (product, factor) => checked(product * factor));
        var value = context.Results.Get<PowerResult>("eighth_power").Value;
        return Task.FromResult(value == expected
            ? StepOutcome.Success(new { value, verified = true })
            : StepOutcome.PermanentFailure($"the chain found {value}, eight factors make {expected}"));
    }

    private static long Input(StepContext context) => context.GetInput("even_number", 0L);
}
