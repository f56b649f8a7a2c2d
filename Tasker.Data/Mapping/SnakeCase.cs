using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Tasker.Data.Mapping;

/// <summary>Column names in snake_case (the package that does this fails at run time, see docs/adr/0002-stack.md).</summary>
internal static class SnakeCase
{
    public static void Apply(ModelBuilder model)
    {
        foreach (var property in model.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
        {
            property.SetColumnName(Of(property.Name));
        }
    }

    private static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
