using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class PeoplesData : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "forgotten_at",
                schema: "messaging",
                table: "message",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "person_file",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    asked_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    language = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    record_count = table.Column<int>(type: "integer", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_person_file", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "retention_change",
                schema: "platform",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    rule = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    months = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: false),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retention_change", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "retention_run",
                schema: "platform",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    rule = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kept_from = table.Column<DateOnly>(type: "date", nullable: false),
                    gone = table.Column<int>(type: "integer", nullable: false),
                    error = table.Column<string>(type: "text", maxLength: -1, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retention_run", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_person_file_asked_at",
                schema: "participants",
                table: "person_file",
                column: "asked_at");

            migrationBuilder.CreateIndex(
                name: "ix_person_file_participant_id",
                schema: "participants",
                table: "person_file",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_retention_change_at",
                schema: "platform",
                table: "retention_change",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_retention_run_at",
                schema: "platform",
                table: "retention_run",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_retention_run_rule_at",
                schema: "platform",
                table: "retention_run",
                columns: new[] { "rule", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "person_file",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "retention_change",
                schema: "platform");

            migrationBuilder.DropTable(
                name: "retention_run",
                schema: "platform");

            migrationBuilder.DropColumn(
                name: "forgotten_at",
                schema: "messaging",
                table: "message");
        }
    }
}
