using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class PapersAndReasons : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_certificate_participant_id_language_level",
                schema: "language_courses",
                table: "certificate");

            migrationBuilder.AddColumn<int>(
                name: "version",
                schema: "language_courses",
                table: "certificate",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "withdrawn_at",
                schema: "language_courses",
                table: "certificate",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "withdrawn_by",
                schema: "language_courses",
                table: "certificate",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "withdrawn_reason",
                schema: "language_courses",
                table: "certificate",
                type: "nvarchar(1500)",
                maxLength: 1500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "withdrawn_reason_code",
                schema: "language_courses",
                table: "certificate",
                type: "nvarchar(80)",
                maxLength: 80,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "withdrawn_reason_language",
                schema: "language_courses",
                table: "certificate",
                type: "nvarchar(8)",
                maxLength: 8,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "confirmation",
                schema: "attendance",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    group_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    latin_name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    birth_date = table.Column<DateOnly>(type: "date", nullable: false),
                    course = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    provider = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    attended_minutes = table.Column<int>(type: "int", nullable: false),
                    attended_lessons = table.Column<int>(type: "int", nullable: false),
                    held_minutes = table.Column<int>(type: "int", nullable: false),
                    held_lessons = table.Column<int>(type: "int", nullable: false),
                    first_language = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: false),
                    second_language = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: false),
                    issued_on = table.Column<DateOnly>(type: "date", nullable: false),
                    issued_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    issued_by_name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    withdrawn_on = table.Column<DateOnly>(type: "date", nullable: true),
                    withdrawn_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    withdrawn_by_name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    withdrawn_reason_code = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: true),
                    withdrawn_reason = table.Column<string>(type: "nvarchar(1500)", maxLength: 1500, nullable: true),
                    withdrawn_reason_language = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_confirmation", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_certificate_participant_id_language_level",
                schema: "language_courses",
                table: "certificate",
                columns: new[] { "participant_id", "language", "level" },
                unique: true,
                filter: "withdrawn_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_confirmation_number",
                schema: "attendance",
                table: "confirmation",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_confirmation_participant_id",
                schema: "attendance",
                table: "confirmation",
                column: "participant_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "confirmation",
                schema: "attendance");

            migrationBuilder.DropIndex(
                name: "ix_certificate_participant_id_language_level",
                schema: "language_courses",
                table: "certificate");

            migrationBuilder.DropColumn(
                name: "version",
                schema: "language_courses",
                table: "certificate");

            migrationBuilder.DropColumn(
                name: "withdrawn_at",
                schema: "language_courses",
                table: "certificate");

            migrationBuilder.DropColumn(
                name: "withdrawn_by",
                schema: "language_courses",
                table: "certificate");

            migrationBuilder.DropColumn(
                name: "withdrawn_reason",
                schema: "language_courses",
                table: "certificate");

            migrationBuilder.DropColumn(
                name: "withdrawn_reason_code",
                schema: "language_courses",
                table: "certificate");

            migrationBuilder.DropColumn(
                name: "withdrawn_reason_language",
                schema: "language_courses",
                table: "certificate");

            migrationBuilder.CreateIndex(
                name: "ix_certificate_participant_id_language_level",
                schema: "language_courses",
                table: "certificate",
                columns: new[] { "participant_id", "language", "level" },
                unique: true);
        }
    }
}
