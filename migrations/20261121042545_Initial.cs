using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Tasker.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "tasker");

            migrationBuilder.CreateTable(
                name: "duty_leases",
                schema: "tasker",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    term = table.Column<long>(type: "bigint", nullable: false),
                    node_id = table.Column<int>(type: "integer", nullable: false),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_duty_leases", x => x.name);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "legal_step_transitions",
                schema: "tasker",
                columns: table => new
                {
                    from_state = table.Column<short>(type: "smallint", nullable: false),
                    @event = table.Column<string>(name: "event", type: "character varying(64)", maxLength: 64, nullable: false),
                    to_state = table.Column<short>(type: "smallint", nullable: false),
                    operator_only = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_legal_step_transitions", x => new { x.from_state, x.@event });
                });

            migrationBuilder.CreateTable(
                name: "legal_task_transitions",
                schema: "tasker",
                columns: table => new
                {
                    from_state = table.Column<short>(type: "smallint", nullable: false),
                    @event = table.Column<string>(name: "event", type: "character varying(64)", maxLength: 64, nullable: false),
                    to_state = table.Column<short>(type: "smallint", nullable: false),
                    operator_only = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_legal_task_transitions", x => new { x.from_state, x.@event });
                });

            migrationBuilder.CreateTable(
                name: "namespaces",
                schema: "tasker",
                columns: table => new
                {
                    namespace_id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    name = table.Column<string>(type: "character varying(29)", maxLength: 29, nullable: false),
                    description = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_namespaces", x => x.namespace_id);
                    table.CheckConstraint("namespaces_name_check", "name ~ '^[A-Za-z0-9_]{1,29}$'");
                });

            migrationBuilder.CreateTable(
                name: "nodes",
                schema: "tasker",
                columns: table => new
                {
                    node_id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    instance = table.Column<Guid>(type: "uuid", nullable: false),
                    host = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    pid = table.Column<int>(type: "integer", nullable: false),
                    roles = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    namespaces = table.Column<string>(type: "jsonb", nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    renewed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    stopped_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    stats = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_nodes", x => x.node_id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "operator_commands",
                schema: "tasker",
                columns: table => new
                {
                    command_id = table.Column<Guid>(type: "uuid", nullable: false),
                    idempotency_key = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    task_id = table.Column<Guid>(type: "uuid", nullable: true),
                    step_no = table.Column<int>(type: "integer", nullable: true),
                    args = table.Column<string>(type: "jsonb", nullable: true),
                    actor = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    expected_state = table.Column<short>(type: "smallint", nullable: true),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    outcome = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    outcome_detail = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_operator_commands", x => x.command_id);
                });

            migrationBuilder.CreateTable(
                name: "step_edges",
                schema: "tasker",
                columns: table => new
                {
                    task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_no = table.Column<int>(type: "integer", nullable: false),
                    to_no = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_step_edges", x => new { x.task_id, x.from_no, x.to_no });
                    table.CheckConstraint("step_edges_not_self_check", "from_no <> to_no");
                });

            migrationBuilder.CreateTable(
                name: "steps",
                schema: "tasker",
                columns: table => new
                {
                    task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    step_no = table.Column<int>(type: "integer", nullable: false),
                    template_step_no = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    attempts = table.Column<short>(type: "smallint", nullable: false),
                    attempts_forgiven = table.Column<short>(type: "smallint", nullable: false),
                    max_attempts = table.Column<short>(type: "smallint", nullable: false),
                    retryable = table.Column<bool>(type: "boolean", nullable: false),
                    waits = table.Column<int>(type: "integer", nullable: false),
                    lease_node = table.Column<int>(type: "integer", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    retry_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    name = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    inputs = table.Column<string>(type: "jsonb", nullable: true),
                    result = table.Column<string>(type: "jsonb", nullable: true),
                    failure = table.Column<string>(type: "jsonb", nullable: true),
                    checkpoint = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_steps", x => new { x.task_id, x.step_no });
                    table.CheckConstraint("steps_lease_check", "(state = 3) = (lease_node is not null)");
                    table.CheckConstraint("steps_retry_check", "(state = 6) = (retry_at is not null)");
                    table.CheckConstraint("steps_state_check", "state between 1 and 10");
                })
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_scale_factor", 0.050000000000000003)
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "tasks",
                schema: "tasker",
                columns: table => new
                {
                    task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    template_id = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    phase = table.Column<short>(type: "smallint", nullable: false, computedColumnSql: "case state when 8 then 1 when 9 then 2 when 10 then 3 when 11 then 4 when 12 then 5 else 0 end::smallint", stored: true),
                    priority = table.Column<short>(type: "smallint", nullable: false),
                    stop_on_failure = table.Column<bool>(type: "boolean", nullable: false),
                    steps_total = table.Column<int>(type: "integer", nullable: false),
                    steps_left = table.Column<int>(type: "integer", nullable: false),
                    steps_active = table.Column<int>(type: "integer", nullable: false),
                    steps_waiting = table.Column<int>(type: "integer", nullable: false),
                    steps_failed = table.Column<int>(type: "integer", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    correlation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    parent_correlation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    identity_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    initiator = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    source_system = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    reason = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    tags = table.Column<string>(type: "jsonb", nullable: true),
                    context = table.Column<string>(type: "jsonb", nullable: false),
                    options = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tasks", x => x.task_id);
                    table.CheckConstraint("tasks_counters_check", "steps_left >= 0 and steps_active >= 0 and steps_waiting >= 0 and steps_failed >= 0");
                    table.CheckConstraint("tasks_priority_check", "priority between -100 and 100");
                    table.CheckConstraint("tasks_state_check", "state between 1 and 12");
                })
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_scale_factor", 0.050000000000000003)
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "transitions",
                schema: "tasker",
                columns: table => new
                {
                    seq = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    xid = table.Column<ulong>(type: "xid8", nullable: false, defaultValueSql: "pg_current_xact_id()"),
                    task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    step_no = table.Column<int>(type: "integer", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    path = table.Column<byte[]>(type: "bytea", nullable: false),
                    attempt = table.Column<short>(type: "smallint", nullable: true),
                    node_id = table.Column<int>(type: "integer", nullable: true),
                    elapsed_us = table.Column<int>(type: "integer", nullable: true),
                    actor = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    detail = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                });

            migrationBuilder.CreateTable(
                name: "templates",
                schema: "tasker",
                columns: table => new
                {
                    template_id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    template_uuid = table.Column<Guid>(type: "uuid", nullable: false),
                    namespace_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    version = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    definition = table.Column<string>(type: "jsonb", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    source_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    stop_on_failure = table.Column<bool>(type: "boolean", nullable: false),
                    initial_steps = table.Column<int>(type: "integer", nullable: false),
                    root_steps = table.Column<int>(type: "integer", nullable: false),
                    is_default = table.Column<bool>(type: "boolean", nullable: false),
                    created_by = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_templates", x => x.template_id);
                    table.ForeignKey(
                        name: "FK_templates_namespaces_namespace_id",
                        column: x => x.namespace_id,
                        principalSchema: "tasker",
                        principalTable: "namespaces",
                        principalColumn: "namespace_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tasks_dlq",
                schema: "tasker",
                columns: table => new
                {
                    entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    original_state = table.Column<short>(type: "smallint", nullable: false),
                    reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    resolution = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    resolved_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    notes = table.Column<string>(type: "text", nullable: true),
                    snapshot = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tasks_dlq", x => x.entry_id);
                    table.CheckConstraint("tasks_dlq_reason_check", "reason in ('staleness_timeout', 'max_retries_exceeded', 'dependency_cycle_detected', 'worker_unavailable', 'manual_dlq')");
                    table.CheckConstraint("tasks_dlq_resolution_check", "resolution in ('pending', 'manually_resolved', 'permanently_failed', 'cancelled')");
                    table.ForeignKey(
                        name: "FK_tasks_dlq_tasks_task_id",
                        column: x => x.task_id,
                        principalSchema: "tasker",
                        principalTable: "tasks",
                        principalColumn: "task_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "template_steps",
                schema: "tasker",
                columns: table => new
                {
                    template_id = table.Column<int>(type: "integer", nullable: false),
                    step_no = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    callable = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    is_initial = table.Column<bool>(type: "boolean", nullable: false),
                    waits = table.Column<int>(type: "integer", nullable: false),
                    max_attempts = table.Column<short>(type: "smallint", nullable: false),
                    retryable = table.Column<bool>(type: "boolean", nullable: false),
                    level = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_template_steps", x => new { x.template_id, x.step_no });
                    table.ForeignKey(
                        name: "FK_template_steps_templates_template_id",
                        column: x => x.template_id,
                        principalSchema: "tasker",
                        principalTable: "templates",
                        principalColumn: "template_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "template_edges",
                schema: "tasker",
                columns: table => new
                {
                    template_id = table.Column<int>(type: "integer", nullable: false),
                    from_no = table.Column<int>(type: "integer", nullable: false),
                    to_no = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_template_edges", x => new { x.template_id, x.from_no, x.to_no });
                    table.CheckConstraint("template_edges_not_self_check", "from_no <> to_no");
                    table.ForeignKey(
                        name: "FK_template_edges_template_steps_template_id_from_no",
                        columns: x => new { x.template_id, x.from_no },
                        principalSchema: "tasker",
                        principalTable: "template_steps",
                        principalColumns: new[] { "template_id", "step_no" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_template_edges_template_steps_template_id_to_no",
                        columns: x => new { x.template_id, x.to_no },
                        principalSchema: "tasker",
                        principalTable: "template_steps",
                        principalColumns: new[] { "template_id", "step_no" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_namespaces_name",
                schema: "tasker",
                table: "namespaces",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_nodes_instance",
                schema: "tasker",
                table: "nodes",
                column: "instance",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_nodes_live",
                schema: "tasker",
                table: "nodes",
                column: "node_id",
                filter: "stopped_at is null");

            migrationBuilder.CreateIndex(
                name: "IX_operator_commands_idempotency_key",
                schema: "tasker",
                table: "operator_commands",
                column: "idempotency_key",
                unique: true,
                filter: "idempotency_key is not null");

            migrationBuilder.CreateIndex(
                name: "IX_operator_commands_task_id_command_id",
                schema: "tasker",
                table: "operator_commands",
                columns: new[] { "task_id", "command_id" });

            migrationBuilder.CreateIndex(
                name: "IX_steps_retry_at",
                schema: "tasker",
                table: "steps",
                column: "retry_at",
                filter: "retry_at is not null");

            migrationBuilder.CreateIndex(
                name: "IX_steps_task_id_name",
                schema: "tasker",
                table: "steps",
                columns: new[] { "task_id", "name" },
                unique: true,
                filter: "name is not null");

            migrationBuilder.CreateIndex(
                name: "IX_tasks_identity_hash",
                schema: "tasker",
                table: "tasks",
                column: "identity_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tasks_phase_task_id",
                schema: "tasker",
                table: "tasks",
                columns: new[] { "phase", "task_id" });

            migrationBuilder.CreateIndex(
                name: "IX_tasks_template_id_task_id",
                schema: "tasker",
                table: "tasks",
                columns: new[] { "template_id", "task_id" });

            migrationBuilder.CreateIndex(
                name: "IX_tasks_dlq_resolution_entered_at",
                schema: "tasker",
                table: "tasks_dlq",
                columns: new[] { "resolution", "entered_at" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_dlq_pending",
                schema: "tasker",
                table: "tasks_dlq",
                column: "task_id",
                unique: true,
                filter: "resolution = 'pending'");

            migrationBuilder.CreateIndex(
                name: "IX_template_edges_template_id_to_no",
                schema: "tasker",
                table: "template_edges",
                columns: new[] { "template_id", "to_no" });

            migrationBuilder.CreateIndex(
                name: "IX_template_steps_template_id_name",
                schema: "tasker",
                table: "template_steps",
                columns: new[] { "template_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_templates_namespace_id_name_version",
                schema: "tasker",
                table: "templates",
                columns: new[] { "namespace_id", "name", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_templates_template_uuid",
                schema: "tasker",
                table: "templates",
                column: "template_uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_templates_default",
                schema: "tasker",
                table: "templates",
                columns: new[] { "namespace_id", "name" },
                unique: true,
                filter: "is_default");

            migrationBuilder.CreateIndex(
                name: "IX_transitions_seq",
                schema: "tasker",
                table: "transitions",
                column: "seq")
                .Annotation("Npgsql:IndexMethod", "brin")
                .Annotation("Npgsql:StorageParameter:autosummarize", true)
                .Annotation("Npgsql:StorageParameter:pages_per_range", 16);

            migrationBuilder.CreateIndex(
                name: "IX_transitions_task_id",
                schema: "tasker",
                table: "transitions",
                column: "task_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "duty_leases",
                schema: "tasker");

            migrationBuilder.DropTable(
                name: "legal_step_transitions",
                schema: "tasker");

            migrationBuilder.DropTable(
                name: "legal_task_transitions",
                schema: "tasker");

            migrationBuilder.DropTable(
                name: "nodes",
                schema: "tasker");

            migrationBuilder.DropTable(
                name: "operator_commands",
                schema: "tasker");

            migrationBuilder.DropTable(
                name: "step_edges",
                schema: "tasker");

            migrationBuilder.DropTable(
                name: "steps",
                schema: "tasker");

            migrationBuilder.DropTable(
                name: "tasks_dlq",
                schema: "tasker");

            migrationBuilder.DropTable(
                name: "template_edges",
                schema: "tasker");

            migrationBuilder.DropTable(
                name: "transitions",
                schema: "tasker");

            migrationBuilder.DropTable(
                name: "tasks",
                schema: "tasker");

            migrationBuilder.DropTable(
                name: "template_steps",
                schema: "tasker");

            migrationBuilder.DropTable(
                name: "templates",
                schema: "tasker");

            migrationBuilder.DropTable(
                name: "namespaces",
                schema: "tasker");
        }
    }
}
