using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tasker.Data.Migrations
{
    /// <inheritdoc />
    public partial class DeadLetters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "cause",
                schema: "tasker",
                table: "tasks_dlq",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "metadata",
                schema: "tasker",
                table: "tasks_dlq",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_tasks_dlq_task_id_entry_id",
                schema: "tasker",
                table: "tasks_dlq",
                columns: new[] { "task_id", "entry_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_tasks_dlq_task_id_entry_id",
                schema: "tasker",
                table: "tasks_dlq");

            migrationBuilder.DropColumn(
                name: "cause",
                schema: "tasker",
                table: "tasks_dlq");

            migrationBuilder.DropColumn(
                name: "metadata",
                schema: "tasker",
                table: "tasks_dlq");
        }
    }
}
