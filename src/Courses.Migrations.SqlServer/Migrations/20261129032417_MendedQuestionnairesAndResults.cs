using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class MendedQuestionnairesAndResults : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_invitation_made_on",
                schema: "questionnaires",
                table: "invitation");

            migrationBuilder.DropColumn(
                name: "occasion",
                schema: "questionnaires",
                table: "questionnaire");

            migrationBuilder.AddColumn<bool>(
                name: "is_typed",
                schema: "questionnaires",
                table: "sheet",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "ix_result_registration_id",
                schema: "exams",
                table: "result",
                column: "registration_id");

            migrationBuilder.CreateIndex(
                name: "ix_invitation_answer_until",
                schema: "questionnaires",
                table: "invitation",
                column: "answer_until");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_result_registration_id",
                schema: "exams",
                table: "result");

            migrationBuilder.DropIndex(
                name: "ix_invitation_answer_until",
                schema: "questionnaires",
                table: "invitation");

            migrationBuilder.DropColumn(
                name: "is_typed",
                schema: "questionnaires",
                table: "sheet");

            migrationBuilder.AddColumn<string>(
                name: "occasion",
                schema: "questionnaires",
                table: "questionnaire",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateIndex(
                name: "ix_invitation_made_on",
                schema: "questionnaires",
                table: "invitation",
                column: "made_on");
        }
    }
}
