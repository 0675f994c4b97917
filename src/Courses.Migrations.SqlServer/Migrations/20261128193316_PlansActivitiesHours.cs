using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class PlansActivitiesHours : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "activities");

            migrationBuilder.EnsureSchema(
                name: "plans");

            migrationBuilder.AddColumn<Guid>(
                name: "teacher_id",
                schema: "mentoring",
                table: "helper",
                type: "uniqueidentifier",
                nullable: true);

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
                name: "engagement",
                schema: "mentoring",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    helper_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    template_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    template_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    started_on = table.Column<DateOnly>(type: "date", nullable: false),
                    bound_until = table.Column<DateOnly>(type: "date", nullable: true),
                    made_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
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
                name: "hours_paper",
                schema: "mentoring",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    helper_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    asked_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    paper_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
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
                name: "report_template",
                schema: "reporting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    json = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    loaded_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    loaded_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    loaded_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_report_template", x => x.id);
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
                name: "person_plan",
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
                    table.PrimaryKey("pk_person_plan", x => x.id);
                    table.ForeignKey(
                        name: "fk_person_plan_plan_template_template_id",
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
                        name: "fk_agreement_person_plan_plan_id",
                        column: x => x.plan_id,
                        principalSchema: "plans",
                        principalTable: "person_plan",
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
                        name: "fk_aim_person_plan_plan_id",
                        column: x => x.plan_id,
                        principalSchema: "plans",
                        principalTable: "person_plan",
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
                        name: "fk_handover_person_plan_plan_id",
                        column: x => x.plan_id,
                        principalSchema: "plans",
                        principalTable: "person_plan",
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
                        name: "fk_plan_event_person_plan_plan_id",
                        column: x => x.plan_id,
                        principalSchema: "plans",
                        principalTable: "person_plan",
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
                        name: "fk_step_person_plan_plan_id",
                        column: x => x.plan_id,
                        principalSchema: "plans",
                        principalTable: "person_plan",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_helper_teacher_id",
                schema: "mentoring",
                table: "helper",
                column: "teacher_id",
                unique: true,
                filter: "teacher_id is not null");

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
                name: "ix_guest_count_session_id_band_gender",
                schema: "attendance",
                table: "guest_count",
                columns: new[] { "session_id", "band", "gender" },
                unique: true);

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
                name: "ix_hours_paper_helper_id_first_day_last_day",
                schema: "mentoring",
                table: "hours_paper",
                columns: new[] { "helper_id", "first_day", "last_day" },
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
                name: "ix_person_plan_coach_id_made_at",
                schema: "plans",
                table: "person_plan",
                columns: new[] { "coach_id", "made_at" });

            migrationBuilder.CreateIndex(
                name: "ix_person_plan_other_wished_at",
                schema: "plans",
                table: "person_plan",
                column: "other_wished_at",
                filter: "other_wished_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_person_plan_participant_id",
                schema: "plans",
                table: "person_plan",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_person_plan_template_id",
                schema: "plans",
                table: "person_plan",
                column: "template_id");

            migrationBuilder.CreateIndex(
                name: "ux_plan_open",
                schema: "plans",
                table: "person_plan",
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
                name: "ix_report_template_loaded_at",
                schema: "reporting",
                table: "report_template",
                column: "loaded_at");

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
                name: "engagement",
                schema: "mentoring");

            migrationBuilder.DropTable(
                name: "guest_count",
                schema: "attendance");

            migrationBuilder.DropTable(
                name: "handover",
                schema: "plans");

            migrationBuilder.DropTable(
                name: "hours_paper",
                schema: "mentoring");

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
                name: "plan_event",
                schema: "plans");

            migrationBuilder.DropTable(
                name: "report_template",
                schema: "reporting");

            migrationBuilder.DropTable(
                name: "residence",
                schema: "activities");

            migrationBuilder.DropTable(
                name: "step",
                schema: "plans");

            migrationBuilder.DropTable(
                name: "consent",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "activity",
                schema: "activities");

            migrationBuilder.DropTable(
                name: "centre",
                schema: "activities");

            migrationBuilder.DropTable(
                name: "person_plan",
                schema: "plans");

            migrationBuilder.DropTable(
                name: "consent_purpose",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "kind",
                schema: "activities");

            migrationBuilder.DropTable(
                name: "plan_template",
                schema: "plans");

            migrationBuilder.DropIndex(
                name: "ix_helper_teacher_id",
                schema: "mentoring",
                table: "helper");

            migrationBuilder.DropColumn(
                name: "teacher_id",
                schema: "mentoring",
                table: "helper");

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
