using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Tasker.Data.Migrations
{
    /// <inheritdoc />
    public partial class Operations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "give_up_seconds",
                schema: "tasker",
                table: "templates",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "resets",
                schema: "tasker",
                table: "tasks",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "step_payloads",
                schema: "tasker",
                columns: table => new
                {
                    payload_id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    step_no = table.Column<int>(type: "integer", nullable: false),
                    what = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    value = table.Column<string>(type: "jsonb", nullable: true),
                    command_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_step_payloads", x => x.payload_id);
                    table.CheckConstraint("step_payloads_what_check", "what in ('inputs', 'result', 'checkpoint')");
                });

            migrationBuilder.CreateTable(
                name: "task_links",
                schema: "tasker",
                columns: table => new
                {
                    task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    rerun_of = table.Column<Guid>(type: "uuid", nullable: false),
                    command_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_task_links", x => x.task_id);
                    table.CheckConstraint("task_links_not_self_check", "task_id <> rerun_of");
                });

            migrationBuilder.CreateIndex(
                name: "IX_step_payloads_task_id_step_no",
                schema: "tasker",
                table: "step_payloads",
                columns: new[] { "task_id", "step_no" });

            migrationBuilder.CreateIndex(
                name: "IX_task_links_rerun_of_task_id",
                schema: "tasker",
                table: "task_links",
                columns: new[] { "rerun_of", "task_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "step_payloads",
                schema: "tasker");

            migrationBuilder.DropTable(
                name: "task_links",
                schema: "tasker");

            migrationBuilder.DropColumn(
                name: "give_up_seconds",
                schema: "tasker",
                table: "templates");

            migrationBuilder.DropColumn(
                name: "resets",
                schema: "tasker",
                table: "tasks");
        }
    }
}
