using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Activities : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "activities");

            migrationBuilder.AddColumn<string>(
                name: "guest_band",
                schema: "attendance",
                table: "fact",
                type: "nvarchar(10)",
                maxLength: 10,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "guest_gender",
                schema: "attendance",
                table: "fact",
                type: "nvarchar(1)",
                maxLength: 1,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "guests",
                schema: "attendance",
                table: "fact",
                type: "int",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "centre",
                schema: "activities",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    venue_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    places = table.Column<int>(type: "int", nullable: true),
                    added_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    added_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_centre", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "guest_count",
                schema: "attendance",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    session_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    band = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false),
                    gender = table.Column<string>(type: "nvarchar(1)", maxLength: 1, nullable: false),
                    people = table.Column<int>(type: "int", nullable: false),
                    fact_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_guest_count", x => x.id);
                    table.CheckConstraint("ck_guest_count_people", "people >= 0");
                });

            migrationBuilder.CreateTable(
                name: "kind",
                schema: "activities",
                columns: table => new
                {
                    code = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    icon = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_kind", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "residence",
                schema: "activities",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    centre_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    ended_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_residence", x => x.id);
                    table.ForeignKey(
                        name: "fk_residence_centre_centre_id",
                        column: x => x.centre_id,
                        principalSchema: "activities",
                        principalTable: "centre",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "activity",
                schema: "activities",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind_code = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    venue_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    title = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    about = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    languages = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    interpreters = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    age_from = table.Column<int>(type: "int", nullable: true),
                    age_until = table.Column<int>(type: "int", nullable: true),
                    capacity = table.Column<int>(type: "int", nullable: true),
                    open_to_locals = table.Column<bool>(type: "bit", nullable: false),
                    admission = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    from_time = table.Column<TimeOnly>(type: "time", nullable: false),
                    until_time = table.Column<TimeOnly>(type: "time", nullable: false),
                    slot_minutes = table.Column<int>(type: "int", nullable: true),
                    made_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    made_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    made_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    cancelled_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    cancelled_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    cancelled_reason_code = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: true),
                    cancelled_reason = table.Column<string>(type: "nvarchar(1500)", maxLength: 1500, nullable: true),
                    cancelled_reason_language = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_activity", x => x.id);
                    table.ForeignKey(
                        name: "fk_activity_kind_kind_code",
                        column: x => x.kind_code,
                        principalSchema: "activities",
                        principalTable: "kind",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "kind_name",
                schema: "activities",
                columns: table => new
                {
                    kind_code = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    language = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false),
                    name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_kind_name", x => new { x.kind_code, x.language });
                    table.ForeignKey(
                        name: "fk_kind_name_kind_kind_code",
                        column: x => x.kind_code,
                        principalSchema: "activities",
                        principalTable: "kind",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "invitation",
                schema: "activities",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    activity_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    seats = table.Column<int>(type: "int", nullable: false),
                    invited_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    invited_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invitation", x => x.id);
                    table.CheckConstraint("ck_invitation_seats", "seats > 0");
                    table.ForeignKey(
                        name: "fk_invitation_activity_activity_id",
                        column: x => x.activity_id,
                        principalSchema: "activities",
                        principalTable: "activity",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "meeting",
                schema: "activities",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    activity_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_meeting", x => x.id);
                    table.ForeignKey(
                        name: "fk_meeting_activity_activity_id",
                        column: x => x.activity_id,
                        principalSchema: "activities",
                        principalTable: "activity",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_activity_kind_code",
                schema: "activities",
                table: "activity",
                column: "kind_code");

            migrationBuilder.CreateIndex(
                name: "ix_activity_provider_id",
                schema: "activities",
                table: "activity",
                column: "provider_id");

            migrationBuilder.CreateIndex(
                name: "ix_centre_provider_id",
                schema: "activities",
                table: "centre",
                column: "provider_id");

            migrationBuilder.CreateIndex(
                name: "ix_centre_venue_id",
                schema: "activities",
                table: "centre",
                column: "venue_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_guest_count_session_id_band_gender",
                schema: "attendance",
                table: "guest_count",
                columns: new[] { "session_id", "band", "gender" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_invitation_activity_id_provider_id",
                schema: "activities",
                table: "invitation",
                columns: new[] { "activity_id", "provider_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_invitation_provider_id",
                schema: "activities",
                table: "invitation",
                column: "provider_id");

            migrationBuilder.CreateIndex(
                name: "ix_meeting_activity_id",
                schema: "activities",
                table: "meeting",
                column: "activity_id");

            migrationBuilder.CreateIndex(
                name: "ix_residence_centre_id_last_day",
                schema: "activities",
                table: "residence",
                columns: new[] { "centre_id", "last_day" });

            migrationBuilder.CreateIndex(
                name: "ix_residence_last_day",
                schema: "activities",
                table: "residence",
                column: "last_day",
                filter: "last_day is not null");

            migrationBuilder.CreateIndex(
                name: "ix_residence_open",
                schema: "activities",
                table: "residence",
                column: "participant_id",
                unique: true,
                filter: "last_day is null");

            migrationBuilder.CreateIndex(
                name: "ix_residence_participant_id",
                schema: "activities",
                table: "residence",
                column: "participant_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "guest_count",
                schema: "attendance");

            migrationBuilder.DropTable(
                name: "invitation",
                schema: "activities");

            migrationBuilder.DropTable(
                name: "kind_name",
                schema: "activities");

            migrationBuilder.DropTable(
                name: "meeting",
                schema: "activities");

            migrationBuilder.DropTable(
                name: "residence",
                schema: "activities");

            migrationBuilder.DropTable(
                name: "activity",
                schema: "activities");

            migrationBuilder.DropTable(
                name: "centre",
                schema: "activities");

            migrationBuilder.DropTable(
                name: "kind",
                schema: "activities");

            migrationBuilder.DropColumn(
                name: "guest_band",
                schema: "attendance",
                table: "fact");

            migrationBuilder.DropColumn(
                name: "guest_gender",
                schema: "attendance",
                table: "fact");

            migrationBuilder.DropColumn(
                name: "guests",
                schema: "attendance",
                table: "fact");
        }
    }
}
