using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tasker.Data.Workflow;

namespace Tasker.Data.Mapping;

internal sealed class TaskMapping : IEntityTypeConfiguration<TaskRow>
{
    // Coarse enough to change once or twice in a task's life: see TaskRow.Phase.
    private const string PhaseSql =
        "case state when 8 then 1 when 9 then 2 when 10 then 3 when 11 then 4 when 12 then 5 else 0 end::smallint";

    public void Configure(EntityTypeBuilder<TaskRow> builder)
    {
        builder.ToTable("tasks", t =>
        {
            t.HasCheckConstraint("tasks_state_check", "state between 1 and 12");
            t.HasCheckConstraint("tasks_priority_check", "priority between -100 and 100");
            t.HasCheckConstraint("tasks_counters_check", "steps_left >= 0 and steps_active >= 0 and steps_waiting >= 0 and steps_failed >= 0");
        });
        builder.HasStorageParameter("fillfactor", 50);
        builder.HasStorageParameter("autovacuum_vacuum_scale_factor", 0.05);
        builder.HasKey(x => x.TaskId);
        builder.Property(x => x.Phase).HasComputedColumnSql(PhaseSql, stored: true);
        builder.Property(x => x.CorrelationId);
        builder.Property(x => x.Initiator).HasMaxLength(128);
        builder.Property(x => x.SourceSystem).HasMaxLength(128);
        builder.Property(x => x.Reason).HasMaxLength(128);
        builder.Property(x => x.Tags).HasColumnType("jsonb");
        builder.Property(x => x.Context).HasColumnType("jsonb");
        builder.Property(x => x.Options).HasColumnType("jsonb");
        // No foreign key on the hot tables: its check would lock the template's row in every creation. The checker proves the same (I06).
        builder.HasIndex(x => x.IdentityHash).IsUnique();
        builder.HasIndex(x => new { x.Phase, x.TaskId });
        builder.HasIndex(x => new { x.TemplateId, x.TaskId });
    }
}

internal sealed class StepMapping : IEntityTypeConfiguration<StepRow>
{
    public void Configure(EntityTypeBuilder<StepRow> builder)
    {
        builder.ToTable("steps", t =>
        {
            t.HasCheckConstraint("steps_state_check", "state between 1 and 10");
            t.HasCheckConstraint("steps_lease_check", "(state = 3) = (lease_node is not null)");
            t.HasCheckConstraint("steps_retry_check", "(state = 6) = (retry_at is not null)");
            t.HasCheckConstraint("steps_place_check", "place between 0 and 2");
        });
        builder.HasStorageParameter("fillfactor", 50);
        builder.HasStorageParameter("autovacuum_vacuum_scale_factor", 0.05);
        builder.HasKey(x => new { x.TaskId, x.StepNo });
        builder.Property(x => x.Name).HasMaxLength(128);
        builder.Property(x => x.Inputs).HasColumnType("jsonb");
        builder.Property(x => x.Result).HasColumnType("jsonb");
        builder.Property(x => x.Failure).HasColumnType("jsonb");
        builder.Property(x => x.Checkpoint).HasColumnType("jsonb");
        builder.HasIndex(x => x.RetryAt).HasFilter("retry_at is not null");
        builder.HasIndex(x => new { x.TaskId, x.Name }).IsUnique().HasFilter("name is not null");
    }
}

internal sealed class StepEdgeMapping : IEntityTypeConfiguration<StepEdgeRow>
{
    public void Configure(EntityTypeBuilder<StepEdgeRow> builder)
    {
        builder.ToTable("step_edges", t => t.HasCheckConstraint("step_edges_not_self_check", "from_no <> to_no"));
        builder.HasKey(x => new { x.TaskId, x.FromNo, x.ToNo });
        builder.Property(x => x.Name).HasMaxLength(64);
    }
}

internal sealed class BatchMapping : IEntityTypeConfiguration<BatchRow>
{
    public void Configure(EntityTypeBuilder<BatchRow> builder)
    {
        builder.ToTable("batches", t =>
        {
            t.HasCheckConstraint("batches_parallelism_check", "parallelism >= 1");
            t.HasCheckConstraint("batches_strategy_check", "strategy between 1 and 3");
        });
        builder.HasKey(x => new { x.TaskId, x.WorkerNo });
    }
}

internal sealed class StepProgressMapping : IEntityTypeConfiguration<StepProgressRow>
{
    public void Configure(EntityTypeBuilder<StepProgressRow> builder)
    {
        builder.ToTable("step_progress", t => t.HasCheckConstraint("step_progress_percent_check", "percent between 0 and 100"));
        builder.HasStorageParameter("fillfactor", 50);
        builder.HasKey(x => new { x.TaskId, x.StepNo });
        builder.Property(x => x.Note).HasMaxLength(200);
    }
}

internal sealed class TransitionMapping : IEntityTypeConfiguration<TransitionRow>
{
    public void Configure(EntityTypeBuilder<TransitionRow> builder)
    {
        builder.ToTable("transitions");
        builder.HasNoKey();
        builder.Property(x => x.Seq).UseIdentityAlwaysColumn();
        builder.Property(x => x.Xid).HasColumnType("xid8").HasDefaultValueSql("pg_current_xact_id()");
        builder.Property(x => x.Actor).HasMaxLength(128);
        builder.Property(x => x.Detail).HasColumnType("jsonb");
        builder.HasIndex(x => x.TaskId);
        // The table only grows at its end, so a block-range index finds "everything after seq n" at almost no cost to writers.
        builder.HasIndex(x => x.Seq).HasMethod("brin").HasStorageParameter("pages_per_range", 16).HasStorageParameter("autosummarize", true);
    }
}
