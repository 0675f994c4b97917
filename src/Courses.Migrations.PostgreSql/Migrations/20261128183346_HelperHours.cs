using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class HelperHours : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "teacher_id",
                schema: "mentoring",
                table: "helper",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "engagement",
                schema: "mentoring",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    helper_id = table.Column<Guid>(type: "uuid", nullable: false),
                    template_id = table.Column<Guid>(type: "uuid", nullable: false),
                    template_code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    started_on = table.Column<DateOnly>(type: "date", nullable: false),
                    bound_until = table.Column<DateOnly>(type: "date", nullable: true),
                    made_by = table.Column<Guid>(type: "uuid", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_engagement", x => x.id);
                    table.ForeignKey(
                        name: "fk_engagement_helper_helper_id",
                        column: x => x.helper_id,
                        principalSchema: "mentoring",
                        principalTable: "helper",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_engagement_pair_template_template_id",
                        column: x => x.template_id,
                        principalSchema: "mentoring",
                        principalTable: "pair_template",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "hours_paper",
                schema: "mentoring",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    helper_id = table.Column<Guid>(type: "uuid", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    asked_by = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    paper_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hours_paper", x => x.id);
                    table.ForeignKey(
                        name: "fk_hours_paper_helper_helper_id",
                        column: x => x.helper_id,
                        principalSchema: "mentoring",
                        principalTable: "helper",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "report_template",
                schema: "reporting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    json = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    loaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    loaded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    loaded_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_report_template", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_helper_teacher_id",
                schema: "mentoring",
                table: "helper",
                column: "teacher_id",
                unique: true,
                filter: "teacher_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_engagement_helper_id",
                schema: "mentoring",
                table: "engagement",
                column: "helper_id");

            migrationBuilder.CreateIndex(
                name: "ix_engagement_template_id",
                schema: "mentoring",
                table: "engagement",
                column: "template_id");

            migrationBuilder.CreateIndex(
                name: "ix_hours_paper_helper_id_first_day_last_day",
                schema: "mentoring",
                table: "hours_paper",
                columns: new[] { "helper_id", "first_day", "last_day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_report_template_loaded_at",
                schema: "reporting",
                table: "report_template",
                column: "loaded_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "engagement",
                schema: "mentoring");

            migrationBuilder.DropTable(
                name: "hours_paper",
                schema: "mentoring");

            migrationBuilder.DropTable(
                name: "report_template",
                schema: "reporting");

            migrationBuilder.DropIndex(
                name: "ix_helper_teacher_id",
                schema: "mentoring",
                table: "helper");

            migrationBuilder.DropColumn(
                name: "teacher_id",
                schema: "mentoring",
                table: "helper");
        }
    }
}
