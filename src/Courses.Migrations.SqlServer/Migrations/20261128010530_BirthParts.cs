using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class BirthParts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "birth_parts",
                schema: "participants",
                table: "referral",
                type: "int",
                nullable: false,
                defaultValue: 3);

            migrationBuilder.AddColumn<int>(
                name: "birth_parts",
                schema: "participants",
                table: "participant",
                type: "int",
                nullable: false,
                defaultValue: 3);

            migrationBuilder.AddColumn<int>(
                name: "birth_parts",
                schema: "attendance",
                table: "confirmation",
                type: "int",
                nullable: false,
                defaultValue: 3);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "birth_parts",
                schema: "participants",
                table: "referral");

            migrationBuilder.DropColumn(
                name: "birth_parts",
                schema: "participants",
                table: "participant");

            migrationBuilder.DropColumn(
                name: "birth_parts",
                schema: "attendance",
                table: "confirmation");
        }
    }
}
