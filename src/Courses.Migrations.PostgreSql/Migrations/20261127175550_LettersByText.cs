using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class LettersByText : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "decision_reason_code",
                schema: "eligibility",
                table: "proposal",
                type: "character varying(80)",
                maxLength: 80,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "decision_reason_language",
                schema: "eligibility",
                table: "proposal",
                type: "character varying(8)",
                maxLength: 8,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "gateway_id",
                schema: "messaging",
                table: "message",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "letter_id",
                schema: "messaging",
                table: "message",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "outcome_code",
                schema: "participants",
                table: "complaint",
                type: "character varying(80)",
                maxLength: 80,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "outcome_language",
                schema: "participants",
                table: "complaint",
                type: "character varying(8)",
                maxLength: 8,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "chosen_way",
                schema: "messaging",
                columns: table => new
                {
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chosen_way", x => x.participant_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_message_gateway_id",
                schema: "messaging",
                table: "message",
                column: "gateway_id",
                filter: "gateway_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_message_letter_id",
                schema: "messaging",
                table: "message",
                column: "letter_id",
                filter: "letter_id is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "chosen_way",
                schema: "messaging");

            migrationBuilder.DropIndex(
                name: "ix_message_gateway_id",
                schema: "messaging",
                table: "message");

            migrationBuilder.DropIndex(
                name: "ix_message_letter_id",
                schema: "messaging",
                table: "message");

            migrationBuilder.DropColumn(
                name: "decision_reason_code",
                schema: "eligibility",
                table: "proposal");

            migrationBuilder.DropColumn(
                name: "decision_reason_language",
                schema: "eligibility",
                table: "proposal");

            migrationBuilder.DropColumn(
                name: "gateway_id",
                schema: "messaging",
                table: "message");

            migrationBuilder.DropColumn(
                name: "letter_id",
                schema: "messaging",
                table: "message");

            migrationBuilder.DropColumn(
                name: "outcome_code",
                schema: "participants",
                table: "complaint");

            migrationBuilder.DropColumn(
                name: "outcome_language",
                schema: "participants",
                table: "complaint");
        }
    }
}
