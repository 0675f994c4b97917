using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class RulesOfTheSources : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "since_day",
                schema: "eligibility",
                table: "simulation",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "until_day",
                schema: "eligibility",
                table: "simulation",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "decision_id",
                schema: "eligibility",
                table: "simulated_person",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "cut_cents",
                schema: "eligibility",
                table: "proposal",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_family_member",
                schema: "participants",
                table: "participant",
                type: "bit",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_registered_in_city",
                schema: "participants",
                table: "participant",
                type: "bit",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "works",
                schema: "participants",
                table: "participant",
                type: "bit",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "decision_review",
                schema: "eligibility",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    programme_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    rule_version = table.Column<int>(type: "int", nullable: false),
                    decision_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    before = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    after = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    proposed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    settled_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    settled_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    settled_by_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    note = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decision_review", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "person_note",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    text = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    is_for_providers = table.Column<bool>(type: "bit", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    written_on = table.Column<DateOnly>(type: "date", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    written_by_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    written_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_person_note", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_decision_review_decision_id_rule_version",
                schema: "eligibility",
                table: "decision_review",
                columns: new[] { "decision_id", "rule_version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_decision_review_programme_code_rule_version",
                schema: "eligibility",
                table: "decision_review",
                columns: new[] { "programme_code", "rule_version" });

            migrationBuilder.CreateIndex(
                name: "ix_decision_review_proposed_at",
                schema: "eligibility",
                table: "decision_review",
                column: "proposed_at",
                filter: "settled_at is null and withdrawn_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_person_note_participant_id_written_at",
                schema: "participants",
                table: "person_note",
                columns: new[] { "participant_id", "written_at" });

            migrationBuilder.CreateIndex(
                name: "ix_person_note_written_on",
                schema: "participants",
                table: "person_note",
                column: "written_on");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "decision_review",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "person_note",
                schema: "participants");

            migrationBuilder.DropColumn(
                name: "since_day",
                schema: "eligibility",
                table: "simulation");

            migrationBuilder.DropColumn(
                name: "until_day",
                schema: "eligibility",
                table: "simulation");

            migrationBuilder.DropColumn(
                name: "decision_id",
                schema: "eligibility",
                table: "simulated_person");

            migrationBuilder.DropColumn(
                name: "cut_cents",
                schema: "eligibility",
                table: "proposal");

            migrationBuilder.DropColumn(
                name: "is_family_member",
                schema: "participants",
                table: "participant");

            migrationBuilder.DropColumn(
                name: "is_registered_in_city",
                schema: "participants",
                table: "participant");

            migrationBuilder.DropColumn(
                name: "works",
                schema: "participants",
                table: "participant");
        }
    }
}
