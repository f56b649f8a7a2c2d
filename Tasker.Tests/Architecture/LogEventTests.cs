using System.Reflection;
using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Runtime;
using Tasker.Web.Cli;
using Xunit;

namespace Tasker.Tests.Architecture;

public sealed class LogEventTests
{
    [Fact]
    public void LogEvents_OfTheProduct_HaveIdsOfTheirOwn()
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var events = new[] { typeof(TaskerDataSource), typeof(RuntimeHost), typeof(ServeOptions) }
            .SelectMany(t => t.Assembly.GetTypes())
            .SelectMany(t => t.GetMethods(all), (type, method) => (Type: type.Name, Attribute: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(e => e.Attribute is not null)
            .ToList();

        Assert.NotEmpty(events);
        var shared = events.GroupBy(e => e.Attribute!.EventId).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Select(e => e.Type))}");
        Assert.Empty(shared);
    }
}
