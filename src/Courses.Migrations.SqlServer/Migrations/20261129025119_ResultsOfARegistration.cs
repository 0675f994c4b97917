using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class ResultsOfARegistration : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_result_registration_id",
                schema: "exams",
                table: "result",
                column: "registration_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_result_registration_id",
                schema: "exams",
                table: "result");
        }
    }
}
