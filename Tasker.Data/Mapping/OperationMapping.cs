using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tasker.Data.Workflow;

namespace Tasker.Data.Mapping;

internal sealed class NodeMapping : IEntityTypeConfiguration<NodeRow>
{
    public void Configure(EntityTypeBuilder<NodeRow> builder)
    {
        builder.ToTable("nodes");
        builder.HasStorageParameter("fillfactor", 50);
        builder.HasKey(x => x.NodeId);
        builder.Property(x => x.NodeId).UseIdentityAlwaysColumn();
        builder.Property(x => x.Host).HasMaxLength(255);
        builder.Property(x => x.Roles).HasMaxLength(64);
        builder.Property(x => x.Namespaces).HasColumnType("jsonb");
        builder.Property(x => x.Stats).HasColumnType("jsonb");
        builder.Property(x => x.WakeUp).HasMaxLength(20);
        builder.HasIndex(x => x.Instance).IsUnique();
        builder.HasIndex(x => x.NodeId, "ix_nodes_live").HasFilter("stopped_at is null");
    }
}

internal sealed class DutyLeaseMapping : IEntityTypeConfiguration<DutyLeaseRow>
{
    public void Configure(EntityTypeBuilder<DutyLeaseRow> builder)
    {
        builder.ToTable("duty_leases");
        builder.HasStorageParameter("fillfactor", 50);
        builder.HasKey(x => x.Name);
        builder.Property(x => x.Name).HasMaxLength(64);
    }
}

internal sealed class OperatorCommandMapping : IEntityTypeConfiguration<OperatorCommandRow>
{
    public void Configure(EntityTypeBuilder<OperatorCommandRow> builder)
    {
        builder.ToTable("operator_commands");
        builder.HasKey(x => x.CommandId);
        builder.Property(x => x.IdempotencyKey).HasMaxLength(128);
        builder.Property(x => x.Kind).HasMaxLength(40);
        builder.Property(x => x.Args).HasColumnType("jsonb");
        builder.Property(x => x.Actor).HasMaxLength(128);
        builder.Property(x => x.Reason).HasMaxLength(1000);
        builder.Property(x => x.Outcome).HasMaxLength(20);
        builder.Property(x => x.OutcomeDetail).HasMaxLength(1000);
        builder.HasIndex(x => x.IdempotencyKey).IsUnique().HasFilter("idempotency_key is not null");
        builder.HasIndex(x => new { x.TaskId, x.CommandId });
    }
}

internal sealed class StepPayloadMapping : IEntityTypeConfiguration<StepPayloadRow>
{
    public void Configure(EntityTypeBuilder<StepPayloadRow> builder)
    {
        builder.ToTable("step_payloads", t => t.HasCheckConstraint("step_payloads_what_check", "what in ('inputs', 'result', 'checkpoint')"));
        builder.HasKey(x => x.PayloadId);
        builder.Property(x => x.PayloadId).UseIdentityAlwaysColumn();
        builder.Property(x => x.What).HasMaxLength(20);
        builder.Property(x => x.Value).HasColumnType("jsonb");
        builder.HasIndex(x => new { x.TaskId, x.StepNo });
    }
}

internal sealed class TaskLinkMapping : IEntityTypeConfiguration<TaskLinkRow>
{
    public void Configure(EntityTypeBuilder<TaskLinkRow> builder)
    {
        builder.ToTable("task_links", t => t.HasCheckConstraint("task_links_not_self_check", "task_id <> rerun_of"));
        builder.HasKey(x => x.TaskId);
        builder.HasIndex(x => new { x.RerunOf, x.TaskId });
    }
}

internal sealed class DeadLetterMapping : IEntityTypeConfiguration<DeadLetterRow>
{
    public void Configure(EntityTypeBuilder<DeadLetterRow> builder)
    {
        builder.ToTable("tasks_dlq", t =>
        {
            t.HasCheckConstraint("tasks_dlq_reason_check", "reason in ('staleness_timeout', 'max_retries_exceeded', 'dependency_cycle_detected', 'worker_unavailable', 'manual_dlq')");
            t.HasCheckConstraint("tasks_dlq_resolution_check", "resolution in ('pending', 'manually_resolved', 'permanently_failed', 'cancelled')");
        });
        builder.HasKey(x => x.EntryId);
        builder.Property(x => x.Reason).HasMaxLength(40);
        builder.Property(x => x.Resolution).HasMaxLength(40);
        builder.Property(x => x.ResolvedBy).HasMaxLength(255);
        builder.Property(x => x.Snapshot).HasColumnType("jsonb");
        builder.Property(x => x.Cause).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
        builder.Property(x => x.Metadata).HasColumnType("jsonb");
        builder.HasIndex(x => new { x.TaskId, x.EntryId });
        builder.HasOne<TaskRow>().WithMany().HasForeignKey(x => x.TaskId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(x => x.TaskId, "ix_tasks_dlq_pending").IsUnique().HasFilter("resolution = 'pending'");
        builder.HasIndex(x => new { x.Resolution, x.EnteredAt });
    }
}
