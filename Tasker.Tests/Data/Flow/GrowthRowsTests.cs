using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Flow;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Flow;

public sealed class GrowthRowsTests(FlowDatabase database) : IClassFixture<FlowDatabase>
{
    // Two readings of the clock for one row are now and then a microsecond apart, and the row looks as if it had moved without history.
    [Fact]
    [Trait("Feature", "F158")]
    public async Task AddSteps_ManyAtOnce_EachWasCreatedAndLastChangedAtOneMoment()
    {
        const int Added = 5_000;
        var template = await database.TemplateAsync(2, [(0, 1)]);
        var task = await database.TaskAsync(template, places: 1);
        await using (var command = database.Engine.CreateCommand(GrowthSql.AddSteps))
        {
            var numbers = Enumerable.Range(2, Added).ToArray();
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = task.Value });
            command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = numbers });
            command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. numbers.Select(_ => 1)] });
            command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. numbers.Select(_ => 1)] });
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. numbers.Select(n => $"added_{n}")] });
            command.Parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = new string?[Added], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
            command.Parameters.Add(new NpgsqlParameter<short?[]> { TypedValue = new short?[Added], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint });
            await command.ExecuteNonQueryAsync();
        }

        Assert.Equal(
            Added, await database.ScalarAsync<long>($"select count(*) from tasker.steps where task_id = '{task}' and step_no > 1 and created_at = changed_at"));
    }
}
