using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Exports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "reporting");

            migrationBuilder.CreateTable(
                name: "export",
                schema: "reporting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_by = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    entity_set = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    question = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    made_by = table.Column<Guid>(type: "uuid", nullable: true),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    row_count = table.Column<long>(type: "bigint", nullable: false),
                    byte_count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_export", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "export_piece",
                schema: "reporting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    export_id = table.Column<Guid>(type: "uuid", nullable: false),
                    run = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_export_piece", x => x.id);
                    table.ForeignKey(
                        name: "fk_export_piece_export_export_id",
                        column: x => x.export_id,
                        principalSchema: "reporting",
                        principalTable: "export",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_export_asked_at",
                schema: "reporting",
                table: "export",
                column: "asked_at");

            migrationBuilder.CreateIndex(
                name: "ix_export_asked_by_asked_at",
                schema: "reporting",
                table: "export",
                columns: new[] { "asked_by", "asked_at" });

            migrationBuilder.CreateIndex(
                name: "ix_export_piece_export_id_run_number",
                schema: "reporting",
                table: "export_piece",
                columns: new[] { "export_id", "run", "number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "export_piece",
                schema: "reporting");

            migrationBuilder.DropTable(
                name: "export",
                schema: "reporting");
        }
    }
}
