using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Tasker.Data;

namespace Tasker.Design;

internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<TaskerDbContext>
{
    public static void Main()
    {
        // Never run: `dotnet ef` needs an entry point in its start-up project.
    }

    public TaskerDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<TaskerDbContext>().UseNpgsql("Host=design-time-only").Options);
}
