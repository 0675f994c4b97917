using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class DeliveredReports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "attendance_sum",
                schema: "reporting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    in_year = table.Column<int>(type: "integer", nullable: false),
                    in_month = table.Column<int>(type: "integer", nullable: false),
                    programme_code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    provider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    level = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    gender = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    age_band = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    people = table.Column<int>(type: "integer", nullable: false),
                    held_minutes = table.Column<long>(type: "bigint", nullable: false),
                    attended_minutes = table.Column<long>(type: "bigint", nullable: false),
                    excused_by_word_minutes = table.Column<long>(type: "bigint", nullable: false),
                    excused_by_certificate_minutes = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attendance_sum", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "attendance_sums_at",
                schema: "reporting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    true_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attendance_sums_at", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "delivered_report",
                schema: "reporting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    period = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    programme = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    recipient = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    delivered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    delivered_by = table.Column<Guid>(type: "uuid", nullable: false),
                    delivered_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delivered_report", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "indicator_terms",
                schema: "reporting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    content = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_by = table.Column<Guid>(type: "uuid", nullable: false),
                    changed_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_indicator_terms", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "programme_assignment",
                schema: "timetable",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    group_id = table.Column<Guid>(type: "uuid", nullable: false),
                    programme_code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    reason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    assigned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    assigned_by = table.Column<Guid>(type: "uuid", nullable: false),
                    assigned_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    undone_by = table.Column<Guid>(type: "uuid", nullable: true),
                    undone_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_programme_assignment", x => x.id);
                    table.ForeignKey(
                        name: "fk_programme_assignment_study_group_group_id",
                        column: x => x.group_id,
                        principalSchema: "timetable",
                        principalTable: "study_group",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "published_report",
                schema: "reporting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    delivered_id = table.Column<Guid>(type: "uuid", nullable: false),
                    report_year = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_by = table.Column<Guid>(type: "uuid", nullable: false),
                    published_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_published_report", x => x.id);
                    table.ForeignKey(
                        name: "fk_published_report_delivered_report_delivered_id",
                        column: x => x.delivered_id,
                        principalSchema: "reporting",
                        principalTable: "delivered_report",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "assigned_stay",
                schema: "timetable",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    assignment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stay_id = table.Column<Guid>(type: "uuid", nullable: false),
                    with_seat = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assigned_stay", x => x.id);
                    table.ForeignKey(
                        name: "fk_assigned_stay_programme_assignment_assignment_id",
                        column: x => x.assignment_id,
                        principalSchema: "timetable",
                        principalTable: "programme_assignment",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_assigned_stay_stay_stay_id",
                        column: x => x.stay_id,
                        principalSchema: "timetable",
                        principalTable: "stay",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_assigned_stay_assignment_id",
                schema: "timetable",
                table: "assigned_stay",
                column: "assignment_id");

            migrationBuilder.CreateIndex(
                name: "ix_assigned_stay_stay_id",
                schema: "timetable",
                table: "assigned_stay",
                column: "stay_id");

            migrationBuilder.CreateIndex(
                name: "ix_attendance_sum_in_year_in_month",
                schema: "reporting",
                table: "attendance_sum",
                columns: new[] { "in_year", "in_month" });

            migrationBuilder.CreateIndex(
                name: "ix_delivered_report_period_programme",
                schema: "reporting",
                table: "delivered_report",
                columns: new[] { "period", "programme" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_indicator_terms_changed_at",
                schema: "reporting",
                table: "indicator_terms",
                column: "changed_at");

            migrationBuilder.CreateIndex(
                name: "ix_programme_assignment_assigned_at",
                schema: "timetable",
                table: "programme_assignment",
                column: "assigned_at");

            migrationBuilder.CreateIndex(
                name: "ix_programme_assignment_group_id",
                schema: "timetable",
                table: "programme_assignment",
                column: "group_id");

            migrationBuilder.CreateIndex(
                name: "ix_published_report_delivered_id",
                schema: "reporting",
                table: "published_report",
                column: "delivered_id");

            migrationBuilder.CreateIndex(
                name: "ix_published_report_report_year",
                schema: "reporting",
                table: "published_report",
                column: "report_year",
                unique: true,
                filter: "withdrawn_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "assigned_stay",
                schema: "timetable");

            migrationBuilder.DropTable(
                name: "attendance_sum",
                schema: "reporting");

            migrationBuilder.DropTable(
                name: "attendance_sums_at",
                schema: "reporting");

            migrationBuilder.DropTable(
                name: "indicator_terms",
                schema: "reporting");

            migrationBuilder.DropTable(
                name: "published_report",
                schema: "reporting");

            migrationBuilder.DropTable(
                name: "programme_assignment",
                schema: "timetable");

            migrationBuilder.DropTable(
                name: "delivered_report",
                schema: "reporting");
        }
    }
}
