using Microsoft.Extensions.DependencyInjection;
using Tasker.Runtime.Events;
using Tasker.Runtime.Events.Publishers;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Runtime;

/// <summary>Registers handlers and publishers. Got from <see cref="RuntimeServiceCollectionExtensions.AddTasker"/>.</summary>
/// <param name="services">The application's services.</param>
public sealed class TaskerBuilder(IServiceCollection services)
{
    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; } = services;

    /// <summary>Registers a class under the name that templates call it by; an instance is made per execution.</summary>
    /// <typeparam name="T">The handler; its constructor's parameters come from a scope of its own.</typeparam>
    /// <param name="callable">1 to 500 characters, unique.</param>
    public TaskerBuilder AddHandler<T>(string callable)
        where T : class, IStepHandler
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(callable);
        Services.AddSingleton(new HandlerRegistration(callable, typeof(T), null));
        return this;
    }

    /// <summary>Registers a function.</summary>
    /// <param name="callable">1 to 500 characters, unique.</param>
    /// <param name="function">The handler.</param>
    public TaskerBuilder AddHandler(string callable, Func<StepContext, CancellationToken, Task<StepOutcome>> function)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(callable);
        ArgumentNullException.ThrowIfNull(function);
        Services.AddSingleton(new HandlerRegistration(callable, null, function));
        return this;
    }

    /// <summary>Registers a resolver for handlers that are not registered by name.</summary>
    /// <typeparam name="T">The resolver, a singleton.</typeparam>
    public TaskerBuilder AddResolver<T>()
        where T : class, IHandlerResolver
    {
        Services.AddSingleton<IHandlerResolver, T>();
        return this;
    }

    /// <summary>Registers a publisher of domain events under the name that declarations call it by.</summary>
    /// <typeparam name="T">The publisher, of which one instance is made; its constructor's parameters are singletons.</typeparam>
    /// <param name="name">Not empty, unique; case counts.</param>
    public TaskerBuilder AddPublisher<T>(string name)
        where T : class, IDomainEventPublisher
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Services.AddSingleton(new PublisherRegistration(name, typeof(T)));
        return this;
    }

    /// <summary>Lets templates name classes of this assembly by their full name: the class resolver, asked last.</summary>
    /// <param name="assembly">Where the classes are.</param>
    public TaskerBuilder AddHandlersFrom(System.Reflection.Assembly assembly)
    {
        Services.AddSingleton<IHandlerResolver>(new ClassResolver(assembly));
        return this;
    }
}
