using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tasker.Data.Migrations
{
    /// <inheritdoc />
    public partial class FlowControl : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "wake_up",
                schema: "tasker",
                table: "nodes",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "pauses",
                schema: "tasker",
                columns: table => new
                {
                    pause_id = table.Column<Guid>(type: "uuid", nullable: false),
                    scope = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    target = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    task_id = table.Column<Guid>(type: "uuid", nullable: true),
                    namespace_id = table.Column<int>(type: "integer", nullable: true),
                    template_name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    template_version = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    queue_name = table.Column<string>(type: "character varying(47)", maxLength: 47, nullable: true),
                    paused_by = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    paused_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pauses", x => x.pause_id);
                    table.CheckConstraint("pauses_scope_check", "case scope\n    when 'task' then task_id is not null and namespace_id is null and template_name is null and queue_name is null\n    when 'template' then task_id is null and namespace_id is not null and template_name is not null and queue_name is null\n    when 'namespace' then task_id is null and namespace_id is not null and template_name is null and queue_name is not null\n    when 'queue' then task_id is null and template_name is null and queue_name is not null\n    else false\nend");
                });

            migrationBuilder.CreateIndex(
                name: "IX_pauses_namespace_id_template_name",
                schema: "tasker",
                table: "pauses",
                columns: new[] { "namespace_id", "template_name" },
                filter: "namespace_id is not null");

            migrationBuilder.CreateIndex(
                name: "IX_pauses_queue_name",
                schema: "tasker",
                table: "pauses",
                column: "queue_name",
                filter: "queue_name is not null");

            migrationBuilder.CreateIndex(
                name: "IX_pauses_target",
                schema: "tasker",
                table: "pauses",
                column: "target",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_pauses_task_id",
                schema: "tasker",
                table: "pauses",
                column: "task_id",
                filter: "task_id is not null");

            migrationBuilder.CreateIndex(
                name: "IX_pauses_until",
                schema: "tasker",
                table: "pauses",
                column: "until",
                filter: "until is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "pauses",
                schema: "tasker");

            migrationBuilder.DropColumn(
                name: "wake_up",
                schema: "tasker",
                table: "nodes");
        }
    }
}
