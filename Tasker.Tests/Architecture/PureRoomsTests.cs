using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Tasker.Runtime.StateMachines;
using Xunit;

namespace Tasker.Tests.Architecture;

public sealed class PureRoomsTests
{
    [Theory]
    [InlineData("Tasker.Runtime.StateMachines")]
    [InlineData("Tasker.Runtime.Retry")]
    [InlineData("Tasker.Runtime.Identity")]
    [InlineData("Tasker.Runtime.Statistics")]
    [InlineData("Tasker.Runtime.Orchestration.Readiness")]
    public void Room_Types_HoldNoAsyncMethodLoggerOrClock(string room)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var types = typeof(TaskEvent).Assembly.GetTypes().Where(t => t.Namespace == room).ToArray();
        Assert.NotEmpty(types);

        var used = types.SelectMany(t => t.GetFields(all).Select(f => f.FieldType)
            .Concat(t.GetMethods(all).SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType))));
        Assert.DoesNotContain(used, t =>
            typeof(ILogger).IsAssignableFrom(t) || typeof(TimeProvider).IsAssignableFrom(t) || typeof(Task).IsAssignableFrom(t)
            || t == typeof(ValueTask) || (t.IsGenericType && t.GetGenericTypeDefinition() == typeof(ValueTask<>)));
        Assert.DoesNotContain(types.SelectMany(t => t.GetMethods(all)), m => m.GetCustomAttribute<AsyncStateMachineAttribute>() is not null);
    }
}
