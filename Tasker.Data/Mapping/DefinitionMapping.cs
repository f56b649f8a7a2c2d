using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tasker.Data.Workflow;

namespace Tasker.Data.Mapping;

internal sealed class NamespaceMapping : IEntityTypeConfiguration<NamespaceRow>
{
    public void Configure(EntityTypeBuilder<NamespaceRow> builder)
    {
        builder.ToTable("namespaces", t => t.HasCheckConstraint("namespaces_name_check", "name ~ '^[A-Za-z0-9_]{1,29}$'"));
        builder.HasKey(x => x.NamespaceId);
        builder.Property(x => x.NamespaceId).UseIdentityAlwaysColumn();
        builder.Property(x => x.Name).HasMaxLength(29);
        builder.Property(x => x.Description).HasMaxLength(255);
        builder.Property(x => x.CreatedAt).HasDefaultValueSql("clock_timestamp()");
        builder.HasIndex(x => x.Name).IsUnique();
    }
}

internal sealed class TemplateMapping : IEntityTypeConfiguration<TemplateRow>
{
    public void Configure(EntityTypeBuilder<TemplateRow> builder)
    {
        builder.ToTable("templates");
        builder.HasKey(x => x.TemplateId);
        builder.Property(x => x.TemplateId).UseIdentityAlwaysColumn();
        builder.Property(x => x.Name).HasMaxLength(64);
        builder.Property(x => x.Version).HasMaxLength(50);
        builder.Property(x => x.Definition).HasColumnType("jsonb");
        builder.Property(x => x.CreatedBy).HasMaxLength(128);
        builder.Property(x => x.CreatedAt).HasDefaultValueSql("clock_timestamp()");
        builder.HasOne<NamespaceRow>().WithMany().HasForeignKey(x => x.NamespaceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(x => x.TemplateUuid).IsUnique();
        builder.HasIndex(x => new { x.NamespaceId, x.Name, x.Version }).IsUnique();
        builder.HasIndex(x => new { x.NamespaceId, x.Name }, "ix_templates_default").IsUnique().HasFilter("is_default");
    }
}

internal sealed class TemplateStepMapping : IEntityTypeConfiguration<TemplateStepRow>
{
    public void Configure(EntityTypeBuilder<TemplateStepRow> builder)
    {
        builder.ToTable("template_steps");
        builder.HasKey(x => new { x.TemplateId, x.StepNo });
        builder.Property(x => x.Name).HasMaxLength(128);
        builder.Property(x => x.Callable).HasMaxLength(500);
        builder.HasOne<TemplateRow>().WithMany().HasForeignKey(x => x.TemplateId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(x => new { x.TemplateId, x.Name }).IsUnique();
    }
}

internal sealed class TemplateEdgeMapping : IEntityTypeConfiguration<TemplateEdgeRow>
{
    public void Configure(EntityTypeBuilder<TemplateEdgeRow> builder)
    {
        builder.ToTable("template_edges", t => t.HasCheckConstraint("template_edges_not_self_check", "from_no <> to_no"));
        builder.HasKey(x => new { x.TemplateId, x.FromNo, x.ToNo });
        builder.HasOne<TemplateStepRow>().WithMany().HasForeignKey(x => new { x.TemplateId, x.FromNo }).OnDelete(DeleteBehavior.Restrict);
        // No foreign key on to_no: EF gives it an index on (template_id, to_no), and with it plans that read all edges of a template for
        // every step that ends. The checker proves the same (E01).
    }
}

internal static class LegalTransitionMapping
{
    public static void Apply(ModelBuilder model, string table) =>
        model.SharedTypeEntity<LegalTransitionRow>(table, builder =>
        {
            builder.ToTable(table);
            builder.HasKey(x => new { x.FromState, x.Event });
            builder.Property(x => x.Event).HasMaxLength(64);
        });
}
