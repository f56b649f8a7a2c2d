using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>How a handler is called: found and bound once, called without reflection.</summary>
internal sealed class HandlerInvocation
{
    /// <summary>The method that a template calls when it names none: <see cref="IStepHandler.HandleAsync"/>.</summary>
    public const string DefaultMethod = "call";

    private readonly Func<IServiceProvider, StepContext, CancellationToken, Task<StepOutcome>> _call;

    private HandlerInvocation(bool needsScope, Func<IServiceProvider, StepContext, CancellationToken, Task<StepOutcome>> call)
    {
        NeedsScope = needsScope;
        _call = call;
    }

    /// <summary>True for classes: they are made from a scope of their own.</summary>
    public bool NeedsScope { get; }

    public static HandlerInvocation Of(Func<StepContext, CancellationToken, Task<StepOutcome>> function) =>
        new(needsScope: false, (_, context, ct) => function(context, ct));

    public static HandlerInvocation? Of(Type? type, string method)
    {
        if (type is null || !typeof(IStepHandler).IsAssignableFrom(type)) return null;
        var make = ActivatorUtilities.CreateFactory(type, Type.EmptyTypes);
        if (method == DefaultMethod)
        {
            return new(needsScope: true, (services, context, ct) => RunAsync(make(services, null), h => ((IStepHandler)h).HandleAsync(context, ct)));
        }

        if (MethodOf(type, method) is not { } info) return null;
        return new(needsScope: true, (services, context, ct) =>
            RunAsync(make(services, null), h => info.CreateDelegate<Func<StepContext, CancellationToken, Task<StepOutcome>>>(h)(context, ct)));
    }

    public Task<StepOutcome> InvokeAsync(IServiceProvider services, StepContext context, CancellationToken ct) => _call(services, context, ct);

    private static async Task<StepOutcome> RunAsync(object handler, Func<object, Task<StepOutcome>> call)
    {
        try
        {
            return await call(handler);
        }
        finally
        {
            if (handler is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
            else (handler as IDisposable)?.Dispose();
        }
    }

    // A template's method name is snake_case; the class may spell it in either way, with or without Async.
    private static MethodInfo? MethodOf(Type type, string method)
    {
        var wanted = Plain(method);
        return type.GetMethods(BindingFlags.Public | BindingFlags.Instance).FirstOrDefault(m =>
            (Plain(m.Name) == wanted || Plain(m.Name) == wanted + "async")
            && m.ReturnType == typeof(Task<StepOutcome>)
            && m.GetParameters() is [{ ParameterType: var first }, { ParameterType: var second }]
            && first == typeof(StepContext) && second == typeof(CancellationToken));
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
