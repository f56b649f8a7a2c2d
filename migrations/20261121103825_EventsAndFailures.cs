using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Tasker.Data.Migrations
{
    /// <inheritdoc />
    public partial class EventsAndFailures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "domain_events",
                schema: "tasker",
                columns: table => new
                {
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    event_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    namespace_name = table.Column<string>(type: "character varying(29)", maxLength: 29, nullable: false),
                    task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    step_no = table.Column<int>(type: "integer", nullable: false),
                    attempt = table.Column<short>(type: "smallint", nullable: false),
                    step_name = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    template_id = table.Column<int>(type: "integer", nullable: false),
                    template_step_no = table.Column<int>(type: "integer", nullable: false),
                    event_no = table.Column<int>(type: "integer", nullable: false),
                    correlation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    node_id = table.Column<int>(type: "integer", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    payload = table.Column<string>(type: "jsonb", nullable: true),
                    message = table.Column<string>(type: "jsonb", nullable: true),
                    position = table.Column<long>(type: "bigint", nullable: true),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    retry_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    error = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_domain_events", x => x.event_id);
                    table.CheckConstraint("domain_events_done_check", "(state = 0) = (done_at is null)");
                    table.CheckConstraint("domain_events_published_check", "(state = 1) = (position is not null) and (state = 1) = (message is not null)");
                    table.CheckConstraint("domain_events_state_check", "state between 0 and 3");
                });

            migrationBuilder.CreateTable(
                name: "failure_clusters",
                schema: "tasker",
                columns: table => new
                {
                    cluster_id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    fingerprint = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    namespace_id = table.Column<int>(type: "integer", nullable: false),
                    template_name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    step_name = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    error_type = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    message = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    sample_task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sample_step_no = table.Column<int>(type: "integer", nullable: false),
                    first_seen = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_seen = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: false),
                    open_count = table.Column<int>(type: "integer", nullable: false),
                    reopened = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    status_by = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    status_reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    status_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    status_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_failure_clusters", x => x.cluster_id);
                    table.CheckConstraint("failure_clusters_counts_check", "open_count >= 0 and total >= 1");
                    table.CheckConstraint("failure_clusters_status_check", "status in ('open', 'muted', 'resolved')");
                    table.ForeignKey(
                        name: "FK_failure_clusters_namespaces_namespace_id",
                        column: x => x.namespace_id,
                        principalSchema: "tasker",
                        principalTable: "namespaces",
                        principalColumn: "namespace_id",
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 70);

            migrationBuilder.CreateTable(
                name: "history_cursors",
                schema: "tasker",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    floor = table.Column<long>(type: "bigint", nullable: false),
                    done_snapshot = table.Column<string>(type: "text", nullable: false),
                    until_snapshot = table.Column<string>(type: "text", nullable: true),
                    place = table.Column<long>(type: "bigint", nullable: true),
                    highest = table.Column<long>(type: "bigint", nullable: true),
                    candidate = table.Column<long>(type: "bigint", nullable: true),
                    candidate_xid = table.Column<ulong>(type: "xid8", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_history_cursors", x => x.name);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "step_failures",
                schema: "tasker",
                columns: table => new
                {
                    cluster_id = table.Column<int>(type: "integer", nullable: false),
                    task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    step_no = table.Column<int>(type: "integer", nullable: false),
                    attempt = table.Column<short>(type: "smallint", nullable: true),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    failed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    times = table.Column<int>(type: "integer", nullable: false),
                    is_open = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_step_failures", x => new { x.cluster_id, x.task_id, x.step_no });
                    table.ForeignKey(
                        name: "FK_step_failures_failure_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalSchema: "tasker",
                        principalTable: "failure_clusters",
                        principalColumn: "cluster_id",
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 70);

            migrationBuilder.CreateIndex(
                name: "IX_domain_events_done_at",
                schema: "tasker",
                table: "domain_events",
                column: "done_at",
                filter: "done_at is not null");

            migrationBuilder.CreateIndex(
                name: "IX_domain_events_event_name_position",
                schema: "tasker",
                table: "domain_events",
                columns: new[] { "event_name", "position" },
                filter: "position is not null");

            migrationBuilder.CreateIndex(
                name: "IX_domain_events_position",
                schema: "tasker",
                table: "domain_events",
                column: "position",
                unique: true,
                filter: "position is not null");

            migrationBuilder.CreateIndex(
                name: "IX_domain_events_retry_at",
                schema: "tasker",
                table: "domain_events",
                column: "retry_at",
                filter: "state = 0");

            migrationBuilder.CreateIndex(
                name: "IX_failure_clusters_fingerprint_namespace_id_template_name_ste~",
                schema: "tasker",
                table: "failure_clusters",
                columns: new[] { "fingerprint", "namespace_id", "template_name", "step_name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_failure_clusters_last_seen_cluster_id",
                schema: "tasker",
                table: "failure_clusters",
                columns: new[] { "last_seen", "cluster_id" });

            migrationBuilder.CreateIndex(
                name: "IX_failure_clusters_namespace_id",
                schema: "tasker",
                table: "failure_clusters",
                column: "namespace_id");

            migrationBuilder.CreateIndex(
                name: "IX_step_failures_task_id",
                schema: "tasker",
                table: "step_failures",
                column: "task_id");

            migrationBuilder.CreateIndex(
                name: "ix_step_failures_open",
                schema: "tasker",
                table: "step_failures",
                columns: new[] { "task_id", "step_no" },
                unique: true,
                filter: "is_open");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "domain_events",
                schema: "tasker");

            migrationBuilder.DropTable(
                name: "history_cursors",
                schema: "tasker");

            migrationBuilder.DropTable(
                name: "step_failures",
                schema: "tasker");

            migrationBuilder.DropTable(
                name: "failure_clusters",
                schema: "tasker");
        }
    }
}
