using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class MonthsOfAttendance : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_decision_programme_code_subject_outcome",
                schema: "eligibility",
                table: "decision");

            migrationBuilder.AddColumn<int>(
                name: "corrected",
                schema: "attendance",
                table: "register",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "excused",
                schema: "attendance",
                table: "register",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "in_room",
                schema: "attendance",
                table: "register",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "marks",
                schema: "attendance",
                table: "register",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "not_whole",
                schema: "attendance",
                table: "register",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "scanned",
                schema: "attendance",
                table: "register",
                type: "int",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "month_in_class",
                schema: "attendance",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    group_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    stay_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    programme_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    in_month = table.Column<int>(type: "int", nullable: false),
                    lessons = table.Column<int>(type: "int", nullable: false),
                    absent = table.Column<int>(type: "int", nullable: false),
                    excused = table.Column<int>(type: "int", nullable: false),
                    in_room = table.Column<int>(type: "int", nullable: false),
                    held_minutes = table.Column<int>(type: "int", nullable: false),
                    attended_minutes = table.Column<int>(type: "int", nullable: false),
                    excused_by_word_minutes = table.Column<int>(type: "int", nullable: false),
                    excused_by_certificate_minutes = table.Column<int>(type: "int", nullable: false),
                    written_minutes = table.Column<int>(type: "int", nullable: false),
                    said_minutes = table.Column<int>(type: "int", nullable: false),
                    seen_minutes = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_month_in_class", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_register_marks",
                schema: "attendance",
                table: "register",
                column: "marks",
                filter: "signed_off_at is not null and marks is null");

            migrationBuilder.CreateIndex(
                name: "ix_session_local_date",
                schema: "timetable",
                table: "session",
                column: "local_date");

            migrationBuilder.CreateIndex(
                name: "ix_register_signed_off_by_id",
                schema: "attendance",
                table: "register",
                column: "signed_off_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_decision_programme_code_subject_outcome_participant_id",
                schema: "eligibility",
                table: "decision",
                columns: new[] { "programme_code", "subject", "outcome", "participant_id" },
                filter: "superseded_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_month_in_class_in_month",
                schema: "attendance",
                table: "month_in_class",
                column: "in_month");

            migrationBuilder.CreateIndex(
                name: "ix_month_in_class_participant_id",
                schema: "attendance",
                table: "month_in_class",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_month_in_class_stay_id",
                schema: "attendance",
                table: "month_in_class",
                column: "stay_id");

            // Nobody's months are kept yet: the job that works out whose facts changed adds them up, and until then the marks are asked.
            migrationBuilder.Sql("insert into eligibility.stale (id, participant_id, marked_at) select newid(), marked.participant_id, sysdatetimeoffset() from (select distinct participant_id from attendance.mark) marked;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "month_in_class",
                schema: "attendance");

            migrationBuilder.DropIndex(
                name: "ix_decision_programme_code_subject_outcome_participant_id",
                schema: "eligibility",
                table: "decision");

            migrationBuilder.CreateIndex(
                name: "ix_decision_programme_code_subject_outcome",
                schema: "eligibility",
                table: "decision",
                columns: new[] { "programme_code", "subject", "outcome" });

            migrationBuilder.DropIndex(
                name: "ix_session_local_date",
                schema: "timetable",
                table: "session");

            migrationBuilder.DropIndex(
                name: "ix_register_signed_off_by_id",
                schema: "attendance",
                table: "register");

            migrationBuilder.DropIndex(
                name: "ix_register_marks",
                schema: "attendance",
                table: "register");

            migrationBuilder.DropColumn(
                name: "corrected",
                schema: "attendance",
                table: "register");

            migrationBuilder.DropColumn(
                name: "excused",
                schema: "attendance",
                table: "register");

            migrationBuilder.DropColumn(
                name: "in_room",
                schema: "attendance",
                table: "register");

            migrationBuilder.DropColumn(
                name: "marks",
                schema: "attendance",
                table: "register");

            migrationBuilder.DropColumn(
                name: "not_whole",
                schema: "attendance",
                table: "register");

            migrationBuilder.DropColumn(
                name: "scanned",
                schema: "attendance",
                table: "register");
        }
    }
}
