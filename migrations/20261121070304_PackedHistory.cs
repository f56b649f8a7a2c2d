using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tasker.Data.Migrations
{
    /// <inheritdoc />
    public partial class PackedHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_template_edges_template_steps_template_id_to_no",
                schema: "tasker",
                table: "template_edges");

            migrationBuilder.DropIndex(
                name: "IX_template_edges_template_id_to_no",
                schema: "tasker",
                table: "template_edges");

            migrationBuilder.AddColumn<int[]>(
                name: "claimed",
                schema: "tasker",
                table: "transitions",
                type: "integer[]",
                nullable: true);

            migrationBuilder.AddColumn<int[]>(
                name: "queued",
                schema: "tasker",
                table: "transitions",
                type: "integer[]",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "task_path",
                schema: "tasker",
                table: "transitions",
                type: "bytea",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "claimed",
                schema: "tasker",
                table: "transitions");

            migrationBuilder.DropColumn(
                name: "queued",
                schema: "tasker",
                table: "transitions");

            migrationBuilder.DropColumn(
                name: "task_path",
                schema: "tasker",
                table: "transitions");

            migrationBuilder.CreateIndex(
                name: "IX_template_edges_template_id_to_no",
                schema: "tasker",
                table: "template_edges",
                columns: new[] { "template_id", "to_no" });

            migrationBuilder.AddForeignKey(
                name: "FK_template_edges_template_steps_template_id_to_no",
                schema: "tasker",
                table: "template_edges",
                columns: new[] { "template_id", "to_no" },
                principalSchema: "tasker",
                principalTable: "template_steps",
                principalColumns: new[] { "template_id", "step_no" },
                onDelete: ReferentialAction.Restrict);
        }
    }
}
