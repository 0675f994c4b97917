using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Simulations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "simulated_person",
                schema: "eligibility",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    simulation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    subject = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    movement = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    before = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    after = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_simulated_person", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "simulation",
                schema: "eligibility",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    programme_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    rule_version = table.Column<int>(type: "int", nullable: false),
                    against = table.Column<int>(type: "int", nullable: true),
                    definition = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    asked_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    asked_by_name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    answer = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_simulation", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_simulated_person_simulation_id_subject_movement",
                schema: "eligibility",
                table: "simulated_person",
                columns: new[] { "simulation_id", "subject", "movement" });

            migrationBuilder.CreateIndex(
                name: "ix_simulation_programme_code_asked_at",
                schema: "eligibility",
                table: "simulation",
                columns: new[] { "programme_code", "asked_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "simulated_person",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "simulation",
                schema: "eligibility");
        }
    }
}
