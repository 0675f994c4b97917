using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class FindingPeople : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "indexed_as",
                schema: "participants",
                table: "participant",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "latin_family_name",
                schema: "participants",
                table: "participant",
                type: "nvarchar(240)",
                maxLength: 240,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "latin_given_name",
                schema: "participants",
                table: "participant",
                type: "nvarchar(240)",
                maxLength: 240,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "search_key",
                schema: "participants",
                columns: table => new
                {
                    key = table.Column<long>(type: "bigint", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_search_key", x => new { x.key, x.participant_id });
                });

            migrationBuilder.CreateTable(
                name: "search_word",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    key = table.Column<long>(type: "bigint", nullable: false),
                    word = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_search_word", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_search_key_participant_id",
                schema: "participants",
                table: "search_key",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_search_word_key",
                schema: "participants",
                table: "search_word",
                column: "key");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "search_key",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "search_word",
                schema: "participants");

            migrationBuilder.DropColumn(
                name: "indexed_as",
                schema: "participants",
                table: "participant");

            migrationBuilder.DropColumn(
                name: "latin_family_name",
                schema: "participants",
                table: "participant");

            migrationBuilder.DropColumn(
                name: "latin_given_name",
                schema: "participants",
                table: "participant");
        }
    }
}
