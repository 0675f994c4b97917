using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class WorkOfPeople : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "work",
                schema: "platform",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    arguments = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    asked_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    asked_by_name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    asked_as = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    queued_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    sign_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    node = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    starts = table.Column<int>(type: "int", nullable: false),
                    done_count = table.Column<int>(type: "int", nullable: false),
                    total_count = table.Column<int>(type: "int", nullable: false),
                    cancel_asked_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    cancel_asked_by_name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    code = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: true),
                    details = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    link = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    error = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_work", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_work_asked_by_asked_at",
                schema: "platform",
                table: "work",
                columns: new[] { "asked_by", "asked_at" });

            migrationBuilder.CreateIndex(
                name: "ix_work_state_queued_at",
                schema: "platform",
                table: "work",
                columns: new[] { "state", "queued_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "work",
                schema: "platform");
        }
    }
}
