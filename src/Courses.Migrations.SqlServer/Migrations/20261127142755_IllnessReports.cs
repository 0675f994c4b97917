using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class IllnessReports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "excused_by_certificate_minutes",
                schema: "vouchers",
                table: "settlement_line",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "excused_by_word_minutes",
                schema: "vouchers",
                table: "settlement_line",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "excuse",
                schema: "attendance",
                table: "mark",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "excuse",
                schema: "attendance",
                table: "fact",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "illness_book",
                schema: "attendance",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_illness_book", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "illness_report",
                schema: "attendance",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    form_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    from_day = table.Column<DateOnly>(type: "date", nullable: false),
                    until_day = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    words = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    language = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    taken_back_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    note_sent_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_illness_report", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "illness_case",
                schema: "attendance",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    report_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    is_late = table.Column<bool>(type: "bit", nullable: false),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    decided_by_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    decided_by_name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    proof = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    word_until = table.Column<DateOnly>(type: "date", nullable: true),
                    lessons = table.Column<int>(type: "int", nullable: false),
                    excused_lessons = table.Column<int>(type: "int", nullable: false),
                    why_key = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    why_words = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    why_language = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_illness_case", x => x.id);
                    table.ForeignKey(
                        name: "fk_illness_case_illness_report_report_id",
                        column: x => x.report_id,
                        principalSchema: "attendance",
                        principalTable: "illness_report",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "illness_note",
                schema: "attendance",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    report_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    content_type = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "varbinary(max)", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_illness_note", x => x.id);
                    table.ForeignKey(
                        name: "fk_illness_note_illness_report_report_id",
                        column: x => x.report_id,
                        principalSchema: "attendance",
                        principalTable: "illness_report",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_illness_case_participant_id",
                schema: "attendance",
                table: "illness_case",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_illness_case_provider_id_state",
                schema: "attendance",
                table: "illness_case",
                columns: new[] { "provider_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_illness_case_report_id_provider_id",
                schema: "attendance",
                table: "illness_case",
                columns: new[] { "report_id", "provider_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_illness_note_report_id",
                schema: "attendance",
                table: "illness_note",
                column: "report_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_illness_note_sent_at",
                schema: "attendance",
                table: "illness_note",
                column: "sent_at");

            migrationBuilder.CreateIndex(
                name: "ix_illness_report_participant_id_form_id",
                schema: "attendance",
                table: "illness_report",
                columns: new[] { "participant_id", "form_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_illness_report_participant_id_from_day",
                schema: "attendance",
                table: "illness_report",
                columns: new[] { "participant_id", "from_day" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "illness_book",
                schema: "attendance");

            migrationBuilder.DropTable(
                name: "illness_case",
                schema: "attendance");

            migrationBuilder.DropTable(
                name: "illness_note",
                schema: "attendance");

            migrationBuilder.DropTable(
                name: "illness_report",
                schema: "attendance");

            migrationBuilder.DropColumn(
                name: "excused_by_certificate_minutes",
                schema: "vouchers",
                table: "settlement_line");

            migrationBuilder.DropColumn(
                name: "excused_by_word_minutes",
                schema: "vouchers",
                table: "settlement_line");

            migrationBuilder.DropColumn(
                name: "excuse",
                schema: "attendance",
                table: "mark");

            migrationBuilder.DropColumn(
                name: "excuse",
                schema: "attendance",
                table: "fact");
        }
    }
}
