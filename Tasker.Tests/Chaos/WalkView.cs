using Tasker.Data.DeadLetters;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;

namespace Tasker.Tests.Chaos;

/// <summary>What a person sees of some tasks before acting. It may be old when the act is applied; that is the point.</summary>
internal sealed record WalkView(IReadOnlyList<WalkStep> Steps, IReadOnlyList<DeadLetterItem> DeadLetters)
{
    private const int MostEntries = 200;

    private const string Sql = """
        select d.task_id, t.state, d.step_no, d.name, d.state
        from tasker.step_details d
        join tasker.tasks t on t.task_id = d.task_id
        where d.task_id = any ($1)
        order by d.task_id, d.step_no
        """;

    public static async Task<WalkView> ReadAsync(TaskerHarness client, DeadLetterReads entries, IReadOnlyList<TaskId> tasks)
    {
        await using var command = client.Data.Console.CreateCommand(Sql);
        command.Parameters.AddWithValue(tasks.Select(t => t.Value).ToArray());
        var steps = new List<WalkStep>();
        await using (var rows = await command.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
            {
                var task = new TaskId(rows.GetGuid(0));
                steps.Add(new WalkStep(task.Step(rows.GetInt32(2)), (TaskState)rows.GetInt16(1), rows.GetString(3), (StepState)rows.GetInt16(4)));
            }
        }

        var pending = await entries.QueueAsync(new DeadLetterFilter(), null, moreUrgent: false, MostEntries, CancellationToken.None);
        return new WalkView(steps, pending.Items);
    }
}
