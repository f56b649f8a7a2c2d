using Microsoft.Extensions.DependencyInjection;
using Tasker.Runtime.Retry;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Runtime.Worker.Services;

/// <summary>
/// Calls a handler: finds it, gives it a scope, ends it at its timeout, and turns whatever it does into an outcome. A handler that
/// ignores its cancellation is left behind: its step goes on without it, and what it returns later counts for nothing.
/// </summary>
internal sealed class HandlerInvoker(HandlerRegistry handlers, IServiceScopeFactory scopes, ResultCheck results, TimeProvider clock)
{
    private const int MaxMessage = 4000;
    private const int MaxStack = 8000;

    /// <summary>Runs the step's handler.</summary>
    /// <param name="step">What to run.</param>
    /// <param name="context">What it works on.</param>
    /// <param name="started">Is told the handler's run, which may outlive this call.</param>
    /// <param name="unwanted">Cancelled when the attempt is no longer this node's.</param>
    /// <param name="stop">Cancelled when the node stops.</param>
    public async Task<StepOutcome> InvokeAsync(
        LoadedStep step, StepContext context, Action<Task> started, CancellationToken unwanted, CancellationToken stop)
    {
        if (handlers.Find(step.Callable, step.Method, step.Resolver) is not { } handler)
        {
            return StepOutcome.PermanentFailure($"no handler is registered for '{step.Callable}' (method '{step.Method}')", ErrorTypes.HandlerNotFound);
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(unwanted, stop);
        try
        {
            // Apart from the caller's flow: a handler that computes or blocks without ever waiting must not hold up its own timeout.
            var run = Task.Run(() => RunAsync(handler, context, ended.Token), CancellationToken.None);
            started(run);
            return results.Apply(step, context, await run.WaitAsync(step.Timeout, clock, ended.Token));
        }
        catch (TimeoutException) when (!ended.IsCancellationRequested)
        {
            await ended.CancelAsync();
            return Failed($"the handler ran longer than {step.Timeout.TotalSeconds:0.###} s", ErrorTypes.HandlerTimeout, retryable: true);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return StepOutcome.RetryableFailure("the worker stopped", TimeSpan.Zero, ErrorTypes.WorkerLost);
        }
        catch (OperationCanceledException) when (unwanted.IsCancellationRequested)
        {
            return Failed("the attempt was cancelled", ErrorTypes.Permanent, retryable: false);
        }
        catch (StepFailedException e)
        {
            return new StepOutcome.Failed(new StepFailure
            {
                Message = Cut(e.Message, MaxMessage),
                ErrorType = e.ErrorType ?? (e.Retryable ? ErrorTypes.Retryable : ErrorTypes.Permanent),
                Retryable = e.Retryable,
                RetryAfter = e.RetryAfter,
                StatusCode = e.StatusCode,
                Stack = Cut(e.StackTrace, MaxStack),
            });
        }
        catch (Exception e)
        {
            return new StepOutcome.Failed(new StepFailure
            {
                Message = Cut($"{e.GetType().FullName}: {e.Message}", MaxMessage),
                ErrorType = ErrorTypes.Handler,
                Stack = Cut(e.ToString(), MaxStack),
            });
        }
    }

    private async Task<StepOutcome> RunAsync(HandlerInvocation handler, StepContext context, CancellationToken ct)
    {
        if (!handler.NeedsScope) return Said(await handler.InvokeAsync(null!, context, ct));
        await using var scope = scopes.CreateAsyncScope();
        return Said(await handler.InvokeAsync(scope.ServiceProvider, context, ct));
    }

    private static StepOutcome Said(StepOutcome? outcome) =>
        outcome ?? StepOutcome.PermanentFailure("the handler returned nothing", ErrorTypes.Handler);

    private static StepOutcome.Failed Failed(string message, string type, bool retryable) =>
        new(new StepFailure { Message = message, ErrorType = type, Retryable = retryable });

    private static string Cut(string? text, int most) => text is null ? "" : text.Length <= most ? text : text[..most];
}
