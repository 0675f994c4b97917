using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Questionnaires : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "questionnaires");

            migrationBuilder.CreateTable(
                name: "questionnaire",
                schema: "questionnaires",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    is_anonymous = table.Column<bool>(type: "bit", nullable: false),
                    occasion = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    opened_on = table.Column<DateOnly>(type: "date", nullable: true),
                    closed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_questionnaire", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "used_ticket",
                schema: "questionnaires",
                columns: table => new
                {
                    hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    questionnaire_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    is_mixed = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_used_ticket", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "edition",
                schema: "questionnaires",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    questionnaire_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    json = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    made_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    made_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_edition", x => x.id);
                    table.ForeignKey(
                        name: "fk_edition_questionnaire_questionnaire_id",
                        column: x => x.questionnaire_id,
                        principalSchema: "questionnaires",
                        principalTable: "questionnaire",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "outcome",
                schema: "questionnaires",
                columns: table => new
                {
                    questionnaire_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    language = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: false),
                    content = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false),
                    published_on = table.Column<DateOnly>(type: "date", nullable: false),
                    published_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    published_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outcome", x => new { x.questionnaire_id, x.language });
                    table.ForeignKey(
                        name: "fk_outcome_questionnaire_questionnaire_id",
                        column: x => x.questionnaire_id,
                        principalSchema: "questionnaires",
                        principalTable: "questionnaire",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "invitation",
                schema: "questionnaires",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    questionnaire_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    edition_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    subject_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    round = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false),
                    made_on = table.Column<DateOnly>(type: "date", nullable: false),
                    answer_until = table.Column<DateOnly>(type: "date", nullable: false),
                    answered_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invitation", x => x.id);
                    table.ForeignKey(
                        name: "fk_invitation_edition_edition_id",
                        column: x => x.edition_id,
                        principalSchema: "questionnaires",
                        principalTable: "edition",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "person_sheet",
                schema: "questionnaires",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    edition_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    invitation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    answered_on = table.Column<DateOnly>(type: "date", nullable: false),
                    typed_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    typed_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_person_sheet", x => x.id);
                    table.ForeignKey(
                        name: "fk_person_sheet_edition_edition_id",
                        column: x => x.edition_id,
                        principalSchema: "questionnaires",
                        principalTable: "edition",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sheet",
                schema: "questionnaires",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    edition_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    subject_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    first_of_month = table.Column<DateOnly>(type: "date", nullable: false),
                    is_mixed = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sheet", x => x.id);
                    table.ForeignKey(
                        name: "fk_sheet_edition_edition_id",
                        column: x => x.edition_id,
                        principalSchema: "questionnaires",
                        principalTable: "edition",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "person_answer",
                schema: "questionnaires",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    person_sheet_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    question = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    choice = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    written = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_person_answer", x => x.id);
                    table.ForeignKey(
                        name: "fk_person_answer_person_sheet_person_sheet_id",
                        column: x => x.person_sheet_id,
                        principalSchema: "questionnaires",
                        principalTable: "person_sheet",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sheet_answer",
                schema: "questionnaires",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    sheet_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    question = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    choice = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    written = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sheet_answer", x => x.id);
                    table.ForeignKey(
                        name: "fk_sheet_answer_sheet_sheet_id",
                        column: x => x.sheet_id,
                        principalSchema: "questionnaires",
                        principalTable: "sheet",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "comment_note",
                schema: "questionnaires",
                columns: table => new
                {
                    answer_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    questionnaire_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    reply = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    shows_comment = table.Column<bool>(type: "bit", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    done_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    done_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_comment_note", x => x.answer_id);
                    table.ForeignKey(
                        name: "fk_comment_note_sheet_answer_answer_id",
                        column: x => x.answer_id,
                        principalSchema: "questionnaires",
                        principalTable: "sheet_answer",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_comment_note_questionnaire_id",
                schema: "questionnaires",
                table: "comment_note",
                column: "questionnaire_id");

            migrationBuilder.CreateIndex(
                name: "ix_edition_questionnaire_id_number",
                schema: "questionnaires",
                table: "edition",
                columns: new[] { "questionnaire_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_invitation_edition_id",
                schema: "questionnaires",
                table: "invitation",
                column: "edition_id");

            migrationBuilder.CreateIndex(
                name: "ix_invitation_made_on",
                schema: "questionnaires",
                table: "invitation",
                column: "made_on");

            migrationBuilder.CreateIndex(
                name: "ix_invitation_participant_id_questionnaire_id_subject_id_round",
                schema: "questionnaires",
                table: "invitation",
                columns: new[] { "participant_id", "questionnaire_id", "subject_id", "round" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_invitation_questionnaire_id_subject_id",
                schema: "questionnaires",
                table: "invitation",
                columns: new[] { "questionnaire_id", "subject_id" });

            migrationBuilder.CreateIndex(
                name: "ix_person_answer_person_sheet_id",
                schema: "questionnaires",
                table: "person_answer",
                column: "person_sheet_id");

            migrationBuilder.CreateIndex(
                name: "ix_person_sheet_answered_on",
                schema: "questionnaires",
                table: "person_sheet",
                column: "answered_on");

            migrationBuilder.CreateIndex(
                name: "ix_person_sheet_edition_id",
                schema: "questionnaires",
                table: "person_sheet",
                column: "edition_id");

            migrationBuilder.CreateIndex(
                name: "ix_person_sheet_invitation_id",
                schema: "questionnaires",
                table: "person_sheet",
                column: "invitation_id",
                unique: true,
                filter: "invitation_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_person_sheet_participant_id",
                schema: "questionnaires",
                table: "person_sheet",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_questionnaire_code",
                schema: "questionnaires",
                table: "questionnaire",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sheet_edition_id_is_mixed_subject_id",
                schema: "questionnaires",
                table: "sheet",
                columns: new[] { "edition_id", "is_mixed", "subject_id" });

            migrationBuilder.CreateIndex(
                name: "ix_sheet_answer_sheet_id",
                schema: "questionnaires",
                table: "sheet_answer",
                column: "sheet_id");

            migrationBuilder.CreateIndex(
                name: "ix_used_ticket_questionnaire_id_is_mixed",
                schema: "questionnaires",
                table: "used_ticket",
                columns: new[] { "questionnaire_id", "is_mixed" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "comment_note",
                schema: "questionnaires");

            migrationBuilder.DropTable(
                name: "invitation",
                schema: "questionnaires");

            migrationBuilder.DropTable(
                name: "outcome",
                schema: "questionnaires");

            migrationBuilder.DropTable(
                name: "person_answer",
                schema: "questionnaires");

            migrationBuilder.DropTable(
                name: "used_ticket",
                schema: "questionnaires");

            migrationBuilder.DropTable(
                name: "sheet_answer",
                schema: "questionnaires");

            migrationBuilder.DropTable(
                name: "person_sheet",
                schema: "questionnaires");

            migrationBuilder.DropTable(
                name: "sheet",
                schema: "questionnaires");

            migrationBuilder.DropTable(
                name: "edition",
                schema: "questionnaires");

            migrationBuilder.DropTable(
                name: "questionnaire",
                schema: "questionnaires");
        }
    }
}
