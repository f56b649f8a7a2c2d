using System.Globalization;
using Tasker.Data.Workflow;
using Tasker.Runtime.StateMachines;
using Xunit;

namespace Tasker.Tests.Unit.StateMachines;

public sealed class LegalTransitionsSqlTests
{
    private const string Resource = "Tasker.Data.Sql.legal_transitions.sql";

    [Fact]
    [Trait("Feature", "F015")]
    [Trait("Feature", "F024")]
    public void Script_ShippedWithTheSchema_EqualsTheTables()
    {
        using var stream = typeof(TaskState).Assembly.GetManifestResourceStream(Resource);
        Assert.NotNull(stream);
        using var reader = new StreamReader(stream);
        Assert.Equal(Render(), reader.ReadToEnd());
    }

    private static string Render() =>
        "-- The legal moves of tasks and steps: what Tasker.Runtime/StateMachines declares (LegalTransitionsSqlTests compares both).\n"
        + "-- States are the numbers of TaskState and StepState, events the texts of EventNames.\n"
        + "truncate tasker.legal_task_transitions, tasker.legal_step_transitions;\n\n"
        + Insert("legal_task_transitions", TaskTransitions.LegalMoves.Select(m => Row((short)m.From, m.Event.Text(), (short)m.To, m.OperatorOnly)))
        + Insert("legal_step_transitions", StepTransitions.LegalMoves.Select(m => Row((short)m.From, m.Event.Text(), (short)m.To, m.OperatorOnly)));

    private static string Insert(string table, IEnumerable<string> rows) =>
        $"insert into tasker.{table} (from_state, event, to_state, operator_only) values\n{string.Join(",\n", rows)};\n";

    private static string Row(short from, string eventText, short to, bool operatorOnly) =>
        string.Create(CultureInfo.InvariantCulture, $"    ({from}, '{eventText}', {to}, {(operatorOnly ? "true" : "false")})");
}
