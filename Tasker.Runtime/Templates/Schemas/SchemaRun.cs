using System.Text.Json;

namespace Tasker.Runtime.Templates;

/// <summary>One validation: the path to the value in hand, the errors so far, and the bounds on depth and work.</summary>
internal sealed class SchemaRun
{
    private const int MaxErrors = 100;
    private const int MaxDepth = 200;
    private const int MaxWork = 1_000_000;

    private readonly List<SchemaError> errors = [];
    private readonly List<string> path = [];
    private int depth;
    private int work;
    private bool gaveUp;

    public IReadOnlyList<SchemaError> Errors => errors;

    /// <summary>Checks the value itself against a schema (another one for the same place).</summary>
    public void Check(SchemaNode node, JsonElement value)
    {
        if (gaveUp || errors.Count >= MaxErrors || !Spend(1))
        {
            return;
        }

        if (depth == MaxDepth)
        {
            GiveUp("the schema refers to itself without end, or the value is nested too deep");
            return;
        }

        depth++;
        foreach (var rule in node.Rules)
        {
            rule.Check(value, this);
        }

        depth--;
    }

    /// <summary>Checks a part of the value: a property or an item.</summary>
    public void Check(SchemaNode node, JsonElement value, string key)
    {
        path.Add(key);
        Check(node, value);
        path.RemoveAt(path.Count - 1);
    }

    /// <summary>True when the value fits; what does not fit is not reported.</summary>
    public bool Fits(SchemaNode node, JsonElement value)
    {
        if (gaveUp)
        {
            return false;
        }

        // A run that already has all the errors it may report would see no failure here.
        var before = errors.ToList();
        errors.Clear();
        Check(node, value);
        var fits = errors.Count == 0;
        if (!gaveUp)
        {
            errors.Clear();
            errors.AddRange(before);
        }

        return fits;
    }

    public void Fail(string message)
    {
        if (!gaveUp && errors.Count < MaxErrors)
        {
            errors.Add(new SchemaError(string.Concat(path.Select(p => "/" + JsonPointer.Escape(p))), message));
        }
    }

    /// <summary>Counts work that depends on the value's size; false, after a report, when it is too much.</summary>
    public bool Spend(int amount)
    {
        if (gaveUp)
        {
            return false;
        }

        work = amount > MaxWork - work ? MaxWork : work + amount;
        if (work == MaxWork)
        {
            GiveUp("checking the value against this schema takes too much work");
        }

        return !gaveUp;
    }

    private void GiveUp(string message)
    {
        errors.Clear();
        Fail(message);
        gaveUp = true;
    }
}
