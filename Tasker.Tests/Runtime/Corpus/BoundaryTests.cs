using System.Text.Json;
using Tasker.Data.Workflow;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Tasker.Tests.Runtime.Corpus;

/// <summary>How often a step runs that always fails and always says that it is worth trying again.</summary>
[Trait("Feature", "F027")]
[Trait("Feature", "F158")]
public sealed class BoundaryTests(EngineFixture database, ITestOutputHelper output) : IClassFixture<EngineFixture>
{
    [Theory]
    [InlineData("boundary_max_attempts_zero", 1)]
    [InlineData("boundary_max_attempts_one", 1)]
    [InlineData("boundary_max_attempts_three", 3)]
    [InlineData("boundary_non_retryable_first", 1)]
    [InlineData("boundary_non_retryable_retries", 1)]
    public async Task Boundary_EveryAttemptFails_RunsAsOftenAsItMay(string name, int attempts)
    {
        if (TemplateCorpus.Templates is not { } templates)
        {
            output.WriteLine(TemplateCorpus.Absent);
            return;
        }

        var (file, template) = templates.Single(t => t.Value.Name == name);
        foreach (var path in (string[])["Local", "Distributed"])
        {
            await using var tasker = await TaskerHarness.StartAsync(
                database.ConnectionString,
                b => b.AddHandler(template.Steps[0].Handler.Callable, (_, _) => Task.FromResult(StepOutcome.RetryableFailure("again", TimeSpan.FromMilliseconds(10)))),
                s => s["Tasker:Engine:Path"] = path);
            await tasker.PublishAsync(TemplateCorpus.Text(file));
            // Unlike any other: the identity of these templates is made of their context.
            var context = SchemaExample.Of(template.InputSchema)!.AsObject();
            context["path"] = path;
            var task = await tasker.SubmitAsync(template.Namespace, template.Name, JsonSerializer.SerializeToElement(context));

            await tasker.WaitForAsync(task, TaskState.BlockedByFailures);

            var step = (await tasker.StepsAsync(task))[0];
            Assert.Equal((StepState.Error, attempts), (step.State, step.Attempts));
            Assert.Equal(attempts, await tasker.ScalarAsync<long>("select count(*) from tasker.step_attempts where task_id = $1", task.Value));
        }
    }
}
