using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tasker.Data.Migrations
{
    /// <inheritdoc />
    public partial class Batches : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<short>(
                name: "place",
                schema: "tasker",
                table: "steps",
                type: "smallint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "batches",
                schema: "tasker",
                columns: table => new
                {
                    task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    worker_no = table.Column<int>(type: "integer", nullable: false),
                    parallelism = table.Column<int>(type: "integer", nullable: false),
                    strategy = table.Column<short>(type: "smallint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_batches", x => new { x.task_id, x.worker_no });
                    table.CheckConstraint("batches_parallelism_check", "parallelism >= 1");
                    table.CheckConstraint("batches_strategy_check", "strategy between 1 and 3");
                });

            migrationBuilder.CreateTable(
                name: "step_progress",
                schema: "tasker",
                columns: table => new
                {
                    task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    step_no = table.Column<int>(type: "integer", nullable: false),
                    attempt = table.Column<short>(type: "smallint", nullable: false),
                    percent = table.Column<short>(type: "smallint", nullable: false),
                    note = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_step_progress", x => new { x.task_id, x.step_no });
                    table.CheckConstraint("step_progress_percent_check", "percent between 0 and 100");
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.AddCheckConstraint(
                name: "steps_place_check",
                schema: "tasker",
                table: "steps",
                sql: "place between 0 and 2");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "batches",
                schema: "tasker");

            migrationBuilder.DropTable(
                name: "step_progress",
                schema: "tasker");

            migrationBuilder.DropCheckConstraint(
                name: "steps_place_check",
                schema: "tasker",
                table: "steps");

            migrationBuilder.DropColumn(
                name: "place",
                schema: "tasker",
                table: "steps");
        }
    }
}
