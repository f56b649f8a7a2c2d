using Microsoft.EntityFrameworkCore;
using Tasker.Data.Mapping;
using Tasker.Data.Workflow;

namespace Tasker.Data;

/// <summary>The schema <c>tasker</c>. Owns tables and migrations; the engine's hot path is SQL and does not come through here.</summary>
public sealed class TaskerDbContext(DbContextOptions<TaskerDbContext> options) : DbContext(options)
{
    /// <summary>The schema of every table.</summary>
    public const string Schema = "tasker";

    /// <summary>Namespaces.</summary>
    public DbSet<NamespaceRow> Namespaces => Set<NamespaceRow>();

    /// <summary>Template versions.</summary>
    public DbSet<TemplateRow> Templates => Set<TemplateRow>();

    /// <summary>Steps of template versions.</summary>
    public DbSet<TemplateStepRow> TemplateSteps => Set<TemplateStepRow>();

    /// <summary>Dependencies of template versions.</summary>
    public DbSet<TemplateEdgeRow> TemplateEdges => Set<TemplateEdgeRow>();

    /// <summary>Tasks.</summary>
    public DbSet<TaskRow> Tasks => Set<TaskRow>();

    /// <summary>Steps.</summary>
    public DbSet<StepRow> Steps => Set<StepRow>();

    /// <summary>Dependencies made at run time.</summary>
    public DbSet<StepEdgeRow> StepEdges => Set<StepEdgeRow>();

    /// <summary>Batches under way, and their limits.</summary>
    public DbSet<BatchRow> Batches => Set<BatchRow>();

    /// <summary>How far attempts have come.</summary>
    public DbSet<StepProgressRow> StepProgress => Set<StepProgressRow>();

    /// <summary>History.</summary>
    public DbSet<TransitionRow> Transitions => Set<TransitionRow>();

    /// <summary>Process starts and their leases.</summary>
    public DbSet<NodeRow> Nodes => Set<NodeRow>();

    /// <summary>Duties that one node does.</summary>
    public DbSet<DutyLeaseRow> DutyLeases => Set<DutyLeaseRow>();

    /// <summary>What must not start at present.</summary>
    public DbSet<PauseRow> Pauses => Set<PauseRow>();

    /// <summary>What people did.</summary>
    public DbSet<OperatorCommandRow> OperatorCommands => Set<OperatorCommandRow>();

    /// <summary>Values of steps that people replaced.</summary>
    public DbSet<StepPayloadRow> StepPayloads => Set<StepPayloadRow>();

    /// <summary>Tasks that run another one again.</summary>
    public DbSet<TaskLinkRow> TaskLinks => Set<TaskLinkRow>();

    /// <summary>Tasks under investigation.</summary>
    public DbSet<DeadLetterRow> DeadLetters => Set<DeadLetterRow>();

    /// <summary>Durable domain events.</summary>
    public DbSet<DomainEventRow> DomainEvents => Set<DomainEventRow>();

    /// <summary>How far the history was read.</summary>
    public DbSet<HistoryCursorRow> HistoryCursors => Set<HistoryCursorRow>();

    /// <summary>Failures that look alike.</summary>
    public DbSet<FailureClusterRow> FailureClusters => Set<FailureClusterRow>();

    /// <summary>Which steps failed so.</summary>
    public DbSet<StepFailureRow> StepFailures => Set<StepFailureRow>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(TaskerDbContext).Assembly);
        LegalTransitionMapping.Apply(modelBuilder, "legal_task_transitions");
        LegalTransitionMapping.Apply(modelBuilder, "legal_step_transitions");
        SnakeCase.Apply(modelBuilder);
    }
}
