using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tasker.Data.Workflow;

namespace Tasker.Data.Mapping;

internal sealed class DomainEventMapping : IEntityTypeConfiguration<DomainEventRow>
{
    public void Configure(EntityTypeBuilder<DomainEventRow> builder)
    {
        builder.ToTable("domain_events", t =>
        {
            t.HasCheckConstraint("domain_events_state_check", "state between 0 and 3");
            t.HasCheckConstraint("domain_events_published_check", "(state = 1) = (position is not null) and (state = 1) = (message is not null)");
            t.HasCheckConstraint("domain_events_done_check", "(state = 0) = (done_at is null)");
        });
        builder.HasKey(x => x.EventId);
        builder.Property(x => x.EventName).HasMaxLength(255);
        builder.Property(x => x.NamespaceName).HasMaxLength(29);
        builder.Property(x => x.StepName).HasMaxLength(128);
        builder.Property(x => x.Payload).HasColumnType("jsonb");
        builder.Property(x => x.Message).HasColumnType("jsonb");
        builder.Property(x => x.Error).HasMaxLength(1000);
        builder.HasIndex(x => x.Position).IsUnique().HasFilter("position is not null");
        builder.HasIndex(x => new { x.EventName, x.Position }).HasFilter("position is not null");
        builder.HasIndex(x => x.RetryAt).HasFilter("state = 0");
        builder.HasIndex(x => x.DoneAt).HasFilter("done_at is not null");
    }
}

internal sealed class HistoryCursorMapping : IEntityTypeConfiguration<HistoryCursorRow>
{
    public void Configure(EntityTypeBuilder<HistoryCursorRow> builder)
    {
        builder.ToTable("history_cursors");
        builder.HasStorageParameter("fillfactor", 50);
        builder.HasKey(x => x.Name);
        builder.Property(x => x.Name).HasMaxLength(64);
        builder.Property(x => x.CandidateXid).HasColumnType("xid8");
    }
}
