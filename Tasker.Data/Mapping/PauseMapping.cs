using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tasker.Data.Workflow;

namespace Tasker.Data.Mapping;

internal sealed class PauseMapping : IEntityTypeConfiguration<PauseRow>
{
    public void Configure(EntityTypeBuilder<PauseRow> builder)
    {
        builder.ToTable("pauses", t => t.HasCheckConstraint("pauses_scope_check", """
            case scope
                when 'task' then task_id is not null and namespace_id is null and template_name is null and queue_name is null
                when 'template' then task_id is null and namespace_id is not null and template_name is not null and queue_name is null
                when 'namespace' then task_id is null and namespace_id is not null and template_name is null and queue_name is not null
                when 'queue' then task_id is null and template_name is null and queue_name is not null
                else false
            end
            """));
        builder.HasKey(x => x.PauseId);
        builder.Property(x => x.Scope).HasMaxLength(10);
        builder.Property(x => x.Target).HasMaxLength(200);
        builder.Property(x => x.TemplateName).HasMaxLength(64);
        builder.Property(x => x.TemplateVersion).HasMaxLength(50);
        builder.Property(x => x.QueueName).HasMaxLength(47);
        builder.Property(x => x.PausedBy).HasMaxLength(128);
        builder.Property(x => x.Reason).HasMaxLength(1000);
        builder.Property(x => x.PausedAt).HasDefaultValueSql("clock_timestamp()");
        builder.HasIndex(x => x.Target).IsUnique();
        builder.HasIndex(x => x.TaskId).HasFilter("task_id is not null");
        builder.HasIndex(x => new { x.NamespaceId, x.TemplateName }).HasFilter("namespace_id is not null");
        builder.HasIndex(x => x.QueueName).HasFilter("queue_name is not null");
        builder.HasIndex(x => x.Until).HasFilter("until is not null");
    }
}
