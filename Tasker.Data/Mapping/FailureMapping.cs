using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tasker.Data.Workflow;

namespace Tasker.Data.Mapping;

internal sealed class FailureClusterMapping : IEntityTypeConfiguration<FailureClusterRow>
{
    public void Configure(EntityTypeBuilder<FailureClusterRow> builder)
    {
        builder.ToTable("failure_clusters", t =>
        {
            t.HasCheckConstraint("failure_clusters_status_check", "status in ('open', 'muted', 'resolved')");
            t.HasCheckConstraint("failure_clusters_counts_check", "open_count >= 0 and total >= 1");
        });
        builder.HasStorageParameter("fillfactor", 70);
        builder.HasKey(x => x.ClusterId);
        builder.Property(x => x.ClusterId).UseIdentityAlwaysColumn();
        builder.Property(x => x.Fingerprint).HasMaxLength(40);
        builder.Property(x => x.TemplateName).HasMaxLength(64);
        builder.Property(x => x.StepName).HasMaxLength(128);
        builder.Property(x => x.ErrorType).HasMaxLength(255);
        builder.Property(x => x.Message).HasMaxLength(1000);
        builder.Property(x => x.Status).HasMaxLength(10);
        builder.Property(x => x.StatusBy).HasMaxLength(128);
        builder.Property(x => x.StatusReason).HasMaxLength(1000);
        builder.HasOne<NamespaceRow>().WithMany().HasForeignKey(x => x.NamespaceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(x => new { x.Fingerprint, x.NamespaceId, x.TemplateName, x.StepName }).IsUnique();
        builder.HasIndex(x => new { x.LastSeen, x.ClusterId });
    }
}

internal sealed class StepFailureMapping : IEntityTypeConfiguration<StepFailureRow>
{
    public void Configure(EntityTypeBuilder<StepFailureRow> builder)
    {
        builder.ToTable("step_failures");
        builder.HasStorageParameter("fillfactor", 70);
        builder.HasKey(x => new { x.ClusterId, x.TaskId, x.StepNo });
        builder.HasOne<FailureClusterRow>().WithMany().HasForeignKey(x => x.ClusterId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(x => new { x.TaskId, x.StepNo }, "ix_step_failures_open").IsUnique().HasFilter("is_open");
        // Retention deletes by task.
        builder.HasIndex(x => x.TaskId);
    }
}
