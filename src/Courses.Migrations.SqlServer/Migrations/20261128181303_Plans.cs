using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Plans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "plans");

            migrationBuilder.CreateTable(
                name: "consent_purpose",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    json = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    loaded_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    loaded_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    loaded_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent_purpose", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "plan_template",
                schema: "plans",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    json = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    loaded_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    loaded_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    loaded_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plan_template", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "consent",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    purpose_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    purpose = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    about = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    whom = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    until_day = table.Column<DateOnly>(type: "date", nullable: true),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    answered_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent", x => x.id);
                    table.ForeignKey(
                        name: "fk_consent_consent_purpose_purpose_id",
                        column: x => x.purpose_id,
                        principalSchema: "participants",
                        principalTable: "consent_purpose",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "plan",
                schema: "plans",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    template_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    template_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    programme_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    coach_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    coach_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    made_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    made_on = table.Column<DateOnly>(type: "date", nullable: false),
                    days_after_arrival = table.Column<int>(type: "int", nullable: false),
                    edition = table.Column<int>(type: "int", nullable: false),
                    city_agreed = table.Column<int>(type: "int", nullable: false),
                    person_agreed = table.Column<int>(type: "int", nullable: false),
                    agreed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    objected_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    other_wished_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    next_review_on = table.Column<DateOnly>(type: "date", nullable: true),
                    next_review_kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    transition_on = table.Column<DateOnly>(type: "date", nullable: true),
                    closed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    close_reason = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    event_count = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plan", x => x.id);
                    table.ForeignKey(
                        name: "fk_plan_plan_template_template_id",
                        column: x => x.template_id,
                        principalSchema: "plans",
                        principalTable: "plan_template",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "consent_word",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    consent_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    done_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    way = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    language = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: false),
                    text = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent_word", x => x.id);
                    table.ForeignKey(
                        name: "fk_consent_word_consent_consent_id",
                        column: x => x.consent_id,
                        principalSchema: "participants",
                        principalTable: "consent",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "agreement",
                schema: "plans",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    plan_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    edition = table.Column<int>(type: "int", nullable: false),
                    side = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    done_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    done_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    at_desk = table.Column<bool>(type: "bit", nullable: false),
                    language = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: false),
                    text = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agreement", x => x.id);
                    table.ForeignKey(
                        name: "fk_agreement_plan_plan_id",
                        column: x => x.plan_id,
                        principalSchema: "plans",
                        principalTable: "plan",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "aim",
                schema: "plans",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    plan_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    kind = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    measure = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    part = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    target = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    text = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    reached_on = table.Column<DateOnly>(type: "date", nullable: true),
                    evidence_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    evidence = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_aim", x => x.id);
                    table.ForeignKey(
                        name: "fk_aim_plan_plan_id",
                        column: x => x.plan_id,
                        principalSchema: "plans",
                        principalTable: "plan",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "handover",
                schema: "plans",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    plan_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    to_coach_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    to_provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    to_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    from_coach_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    from_coach_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    until_day = table.Column<DateOnly>(type: "date", nullable: true),
                    consent_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    took_over_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_handover", x => x.id);
                    table.ForeignKey(
                        name: "fk_handover_plan_plan_id",
                        column: x => x.plan_id,
                        principalSchema: "plans",
                        principalTable: "plan",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "plan_event",
                schema: "plans",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    plan_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    act = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    done_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    done_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    edition = table.Column<int>(type: "int", nullable: false),
                    subject_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    values_json = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    said = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plan_event", x => x.id);
                    table.ForeignKey(
                        name: "fk_plan_event_plan_plan_id",
                        column: x => x.plan_id,
                        principalSchema: "plans",
                        principalTable: "plan",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "step",
                schema: "plans",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    plan_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    text = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    who = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    done_on = table.Column<DateOnly>(type: "date", nullable: true),
                    done_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    done_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_step", x => x.id);
                    table.ForeignKey(
                        name: "fk_step_plan_plan_id",
                        column: x => x.plan_id,
                        principalSchema: "plans",
                        principalTable: "plan",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_agreement_plan_id",
                schema: "plans",
                table: "agreement",
                column: "plan_id");

            migrationBuilder.CreateIndex(
                name: "ix_aim_plan_id",
                schema: "plans",
                table: "aim",
                column: "plan_id");

            migrationBuilder.CreateIndex(
                name: "ix_consent_answered_at",
                schema: "participants",
                table: "consent",
                column: "answered_at");

            migrationBuilder.CreateIndex(
                name: "ix_consent_participant_id",
                schema: "participants",
                table: "consent",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_consent_purpose_id",
                schema: "participants",
                table: "consent",
                column: "purpose_id");

            migrationBuilder.CreateIndex(
                name: "ix_consent_purpose_loaded_at",
                schema: "participants",
                table: "consent_purpose",
                column: "loaded_at");

            migrationBuilder.CreateIndex(
                name: "ix_consent_word_consent_id",
                schema: "participants",
                table: "consent_word",
                column: "consent_id");

            migrationBuilder.CreateIndex(
                name: "ix_handover_consent_id",
                schema: "plans",
                table: "handover",
                column: "consent_id");

            migrationBuilder.CreateIndex(
                name: "ix_handover_plan_id",
                schema: "plans",
                table: "handover",
                column: "plan_id");

            migrationBuilder.CreateIndex(
                name: "ix_handover_to_coach_id",
                schema: "plans",
                table: "handover",
                column: "to_coach_id",
                filter: "to_coach_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_handover_to_provider_id",
                schema: "plans",
                table: "handover",
                column: "to_provider_id",
                filter: "to_provider_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_plan_coach_id_made_at",
                schema: "plans",
                table: "plan",
                columns: new[] { "coach_id", "made_at" });

            migrationBuilder.CreateIndex(
                name: "ix_plan_other_wished_at",
                schema: "plans",
                table: "plan",
                column: "other_wished_at",
                filter: "other_wished_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_plan_participant_id",
                schema: "plans",
                table: "plan",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_plan_template_id",
                schema: "plans",
                table: "plan",
                column: "template_id");

            migrationBuilder.CreateIndex(
                name: "ux_plan_open",
                schema: "plans",
                table: "plan",
                column: "participant_id",
                unique: true,
                filter: "closed_on is null");

            migrationBuilder.CreateIndex(
                name: "ix_plan_event_plan_id_number",
                schema: "plans",
                table: "plan_event",
                columns: new[] { "plan_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_plan_template_loaded_at",
                schema: "plans",
                table: "plan_template",
                column: "loaded_at");

            migrationBuilder.CreateIndex(
                name: "ix_step_plan_id",
                schema: "plans",
                table: "step",
                column: "plan_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agreement",
                schema: "plans");

            migrationBuilder.DropTable(
                name: "aim",
                schema: "plans");

            migrationBuilder.DropTable(
                name: "consent_word",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "handover",
                schema: "plans");

            migrationBuilder.DropTable(
                name: "plan_event",
                schema: "plans");

            migrationBuilder.DropTable(
                name: "step",
                schema: "plans");

            migrationBuilder.DropTable(
                name: "consent",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "plan",
                schema: "plans");

            migrationBuilder.DropTable(
                name: "consent_purpose",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "plan_template",
                schema: "plans");
        }
    }
}
