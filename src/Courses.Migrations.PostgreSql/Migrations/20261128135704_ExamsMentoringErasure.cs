using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class ExamsMentoringErasure : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "exams");

            migrationBuilder.EnsureSchema(
                name: "mentoring");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "erased_at",
                schema: "participants",
                table: "participant",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "attendance_of_class",
                schema: "reporting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    in_year = table.Column<int>(type: "integer", nullable: false),
                    in_month = table.Column<int>(type: "integer", nullable: false),
                    group_id = table.Column<Guid>(type: "uuid", nullable: false),
                    marks = table.Column<int>(type: "integer", nullable: false),
                    present = table.Column<int>(type: "integer", nullable: false),
                    late = table.Column<int>(type: "integer", nullable: false),
                    excused = table.Column<int>(type: "integer", nullable: false),
                    excused_by_certificate = table.Column<int>(type: "integer", nullable: false),
                    absent = table.Column<int>(type: "integer", nullable: false),
                    attended_minutes = table.Column<long>(type: "bigint", nullable: false),
                    held_minutes = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attendance_of_class", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "attendance_of_week",
                schema: "reporting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    monday = table.Column<DateOnly>(type: "date", nullable: false),
                    programme_code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    provider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    held_minutes = table.Column<long>(type: "bigint", nullable: false),
                    attended_minutes = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attendance_of_week", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "chain_erasure",
                schema: "platform",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    stream = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    row_id = table.Column<Guid>(type: "uuid", nullable: false),
                    leaf_before = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    leaf_after = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", maxLength: 400, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chain_erasure", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "erasure",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    asked_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    first_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    first_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    first_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    second_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    second_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    second_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    erased_number = table.Column<int>(type: "integer", nullable: true),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_erasure", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "exam",
                schema: "exams",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    provider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    venue_id = table.Column<Guid>(type: "uuid", nullable: false),
                    language = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    level = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    parts = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    from = table.Column<TimeOnly>(type: "time without time zone", nullable: false),
                    until = table.Column<TimeOnly>(type: "time without time zone", nullable: false),
                    seats = table.Column<int>(type: "integer", nullable: false),
                    seats_taken = table.Column<int>(type: "integer", nullable: false),
                    register_until = table.Column<DateOnly>(type: "date", nullable: false),
                    is_practice = table.Column<bool>(type: "boolean", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    made_by = table.Column<Guid>(type: "uuid", nullable: false),
                    made_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    cancelled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cancelled_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    cancelled_reason_code = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    cancelled_reason = table.Column<string>(type: "character varying(1500)", maxLength: 1500, nullable: true),
                    cancelled_reason_language = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exam", x => x.id);
                    table.CheckConstraint("ck_exam_seats", "seats_taken >= 0 and seats_taken <= seats");
                });

            migrationBuilder.CreateTable(
                name: "helper",
                schema: "mentoring",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    birth_year = table.Column<int>(type: "integer", nullable: true),
                    languages = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    availability = table.Column<int>(type: "integer", nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    left_on = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_helper", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "legal_hold",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    until_day = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_legal_hold", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pair_template",
                schema: "mentoring",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    json = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    loaded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    loaded_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    loaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pair_template", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "paper",
                schema: "platform",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    holder_id = table.Column<Guid>(type: "uuid", nullable: false),
                    about = table.Column<Guid>(type: "uuid", nullable: false),
                    first_language = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    second_language = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    facts = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    issued_on = table.Column<DateOnly>(type: "date", nullable: false),
                    issued_by = table.Column<Guid>(type: "uuid", nullable: false),
                    issued_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    withdrawn_on = table.Column<DateOnly>(type: "date", nullable: true),
                    withdrawn_by = table.Column<Guid>(type: "uuid", nullable: true),
                    withdrawn_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    withdrawn_reason_code = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    withdrawn_reason = table.Column<string>(type: "character varying(1500)", maxLength: 1500, nullable: true),
                    withdrawn_reason_language = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_paper", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "part",
                schema: "exams",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    skills = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_part", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "pass",
                schema: "exams",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    language = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    level = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    exam_id = table.Column<Guid>(type: "uuid", nullable: false),
                    passed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    raised = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    paper_id = table.Column<Guid>(type: "uuid", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pass", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "uptake",
                schema: "reporting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    language = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    registered = table.Column<int>(type: "integer", nullable: false),
                    took_part = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_uptake", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "erasure_step",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    erasure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    table_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    fate = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    row_count = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    error = table.Column<string>(type: "text", maxLength: -1, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_erasure_step", x => x.id);
                    table.ForeignKey(
                        name: "fk_erasure_step_erasure_erasure_id",
                        column: x => x.erasure_id,
                        principalSchema: "participants",
                        principalTable: "erasure",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "registration",
                schema: "exams",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    exam_id = table.Column<Guid>(type: "uuid", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    parts = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    registered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    registered_by = table.Column<Guid>(type: "uuid", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_registration", x => x.id);
                    table.ForeignKey(
                        name: "fk_registration_exam_exam_id",
                        column: x => x.exam_id,
                        principalSchema: "exams",
                        principalTable: "exam",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "helper_proof",
                schema: "mentoring",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    helper_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_helper_proof", x => x.id);
                    table.ForeignKey(
                        name: "fk_helper_proof_helper_helper_id",
                        column: x => x.helper_id,
                        principalSchema: "mentoring",
                        principalTable: "helper",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "pair",
                schema: "mentoring",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    helper_id = table.Column<Guid>(type: "uuid", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    template_id = table.Column<Guid>(type: "uuid", nullable: false),
                    template_code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    programme_code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    proposed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    helper_accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    newcomer_accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    started_on = table.Column<DateOnly>(type: "date", nullable: true),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    end_reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    other_wished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    contact_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pair", x => x.id);
                    table.ForeignKey(
                        name: "fk_pair_helper_helper_id",
                        column: x => x.helper_id,
                        principalSchema: "mentoring",
                        principalTable: "helper",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_pair_pair_template_template_id",
                        column: x => x.template_id,
                        principalSchema: "mentoring",
                        principalTable: "pair_template",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "part_name",
                schema: "exams",
                columns: table => new
                {
                    part_code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    language = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_part_name", x => new { x.part_code, x.language });
                    table.ForeignKey(
                        name: "fk_part_name_part_part_code",
                        column: x => x.part_code,
                        principalSchema: "exams",
                        principalTable: "part",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "result",
                schema: "exams",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    registration_id = table.Column<Guid>(type: "uuid", nullable: false),
                    part = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    points = table.Column<int>(type: "integer", nullable: true),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    entered_by = table.Column<Guid>(type: "uuid", nullable: false),
                    entered_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    corrects = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_result", x => x.id);
                    table.CheckConstraint("ck_result_points", "points is null or points between 0 and 100");
                    table.ForeignKey(
                        name: "fk_result_registration_registration_id",
                        column: x => x.registration_id,
                        principalSchema: "exams",
                        principalTable: "registration",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "meeting",
                schema: "mentoring",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    pair_id = table.Column<Guid>(type: "uuid", nullable: false),
                    helper_id = table.Column<Guid>(type: "uuid", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    from = table.Column<TimeOnly>(type: "time without time zone", nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    support = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    difficulty = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    place = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    entered_by = table.Column<Guid>(type: "uuid", nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    corrects_id = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_meeting", x => x.id);
                    table.ForeignKey(
                        name: "fk_meeting_pair_pair_id",
                        column: x => x.pair_id,
                        principalSchema: "mentoring",
                        principalTable: "pair",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "pair_event",
                schema: "mentoring",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    pair_id = table.Column<Guid>(type: "uuid", nullable: false),
                    act = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    done_by = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    said = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pair_event", x => x.id);
                    table.ForeignKey(
                        name: "fk_pair_event_pair_pair_id",
                        column: x => x.pair_id,
                        principalSchema: "mentoring",
                        principalTable: "pair",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "meeting_word",
                schema: "mentoring",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    meeting_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    done_by = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    said = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_meeting_word", x => x.id);
                    table.ForeignKey(
                        name: "fk_meeting_word_meeting_meeting_id",
                        column: x => x.meeting_id,
                        principalSchema: "mentoring",
                        principalTable: "meeting",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_decision_forecast_period",
                schema: "eligibility",
                table: "decision",
                columns: new[] { "forecast", "period" },
                filter: "superseded_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_attendance_of_class_group_id",
                schema: "reporting",
                table: "attendance_of_class",
                column: "group_id");

            migrationBuilder.CreateIndex(
                name: "ix_attendance_of_class_in_year_in_month",
                schema: "reporting",
                table: "attendance_of_class",
                columns: new[] { "in_year", "in_month" });

            migrationBuilder.CreateIndex(
                name: "ix_attendance_of_week_monday",
                schema: "reporting",
                table: "attendance_of_week",
                column: "monday");

            migrationBuilder.CreateIndex(
                name: "ix_chain_erasure_stream_row_id",
                schema: "platform",
                table: "chain_erasure",
                columns: new[] { "stream", "row_id" });

            migrationBuilder.CreateIndex(
                name: "ix_erasure_asked_at",
                schema: "participants",
                table: "erasure",
                column: "asked_at");

            migrationBuilder.CreateIndex(
                name: "ix_erasure_erased_number",
                schema: "participants",
                table: "erasure",
                column: "erased_number",
                unique: true,
                filter: "erased_number is not null");

            migrationBuilder.CreateIndex(
                name: "ux_erasure_runs",
                schema: "participants",
                table: "erasure",
                column: "participant_id",
                unique: true,
                filter: "withdrawn_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_erasure_step_erasure_id",
                schema: "participants",
                table: "erasure_step",
                column: "erasure_id");

            migrationBuilder.CreateIndex(
                name: "ix_exam_on",
                schema: "exams",
                table: "exam",
                column: "on");

            migrationBuilder.CreateIndex(
                name: "ix_exam_provider_id_on",
                schema: "exams",
                table: "exam",
                columns: new[] { "provider_id", "on" });

            migrationBuilder.CreateIndex(
                name: "ix_helper_account_id",
                schema: "mentoring",
                table: "helper",
                column: "account_id",
                unique: true,
                filter: "account_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_helper_proof_helper_id",
                schema: "mentoring",
                table: "helper_proof",
                column: "helper_id");

            migrationBuilder.CreateIndex(
                name: "ix_legal_hold_participant_id",
                schema: "participants",
                table: "legal_hold",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_meeting_helper_id_starts_at",
                schema: "mentoring",
                table: "meeting",
                columns: new[] { "helper_id", "starts_at" });

            migrationBuilder.CreateIndex(
                name: "ix_meeting_on",
                schema: "mentoring",
                table: "meeting",
                column: "on");

            migrationBuilder.CreateIndex(
                name: "ix_meeting_pair_id",
                schema: "mentoring",
                table: "meeting",
                column: "pair_id");

            migrationBuilder.CreateIndex(
                name: "ix_meeting_word_meeting_id",
                schema: "mentoring",
                table: "meeting_word",
                column: "meeting_id");

            migrationBuilder.CreateIndex(
                name: "ix_pair_helper_id",
                schema: "mentoring",
                table: "pair",
                column: "helper_id");

            migrationBuilder.CreateIndex(
                name: "ix_pair_participant_id",
                schema: "mentoring",
                table: "pair",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_pair_template_id",
                schema: "mentoring",
                table: "pair",
                column: "template_id");

            migrationBuilder.CreateIndex(
                name: "ix_pair_event_pair_id",
                schema: "mentoring",
                table: "pair_event",
                column: "pair_id");

            migrationBuilder.CreateIndex(
                name: "ix_pair_template_loaded_at",
                schema: "mentoring",
                table: "pair_template",
                column: "loaded_at");

            migrationBuilder.CreateIndex(
                name: "ix_paper_holder_id",
                schema: "platform",
                table: "paper",
                column: "holder_id");

            migrationBuilder.CreateIndex(
                name: "ix_paper_kind_holder_id_about",
                schema: "platform",
                table: "paper",
                columns: new[] { "kind", "holder_id", "about" },
                unique: true,
                filter: "withdrawn_on is null");

            migrationBuilder.CreateIndex(
                name: "ix_paper_number",
                schema: "platform",
                table: "paper",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_pass_participant_id_language_level",
                schema: "exams",
                table: "pass",
                columns: new[] { "participant_id", "language", "level" },
                unique: true,
                filter: "withdrawn_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_registration_exam_id_participant_id",
                schema: "exams",
                table: "registration",
                columns: new[] { "exam_id", "participant_id" },
                unique: true,
                filter: "withdrawn_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_registration_participant_id",
                schema: "exams",
                table: "registration",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_result_corrects",
                schema: "exams",
                table: "result",
                column: "corrects",
                unique: true,
                filter: "corrects is not null");

            migrationBuilder.CreateIndex(
                name: "ix_result_registration_id_part",
                schema: "exams",
                table: "result",
                columns: new[] { "registration_id", "part" },
                unique: true,
                filter: "corrects is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attendance_of_class",
                schema: "reporting");

            migrationBuilder.DropTable(
                name: "attendance_of_week",
                schema: "reporting");

            migrationBuilder.DropTable(
                name: "chain_erasure",
                schema: "platform");

            migrationBuilder.DropTable(
                name: "erasure_step",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "helper_proof",
                schema: "mentoring");

            migrationBuilder.DropTable(
                name: "legal_hold",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "meeting_word",
                schema: "mentoring");

            migrationBuilder.DropTable(
                name: "pair_event",
                schema: "mentoring");

            migrationBuilder.DropTable(
                name: "paper",
                schema: "platform");

            migrationBuilder.DropTable(
                name: "part_name",
                schema: "exams");

            migrationBuilder.DropTable(
                name: "pass",
                schema: "exams");

            migrationBuilder.DropTable(
                name: "result",
                schema: "exams");

            migrationBuilder.DropTable(
                name: "uptake",
                schema: "reporting");

            migrationBuilder.DropTable(
                name: "erasure",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "meeting",
                schema: "mentoring");

            migrationBuilder.DropTable(
                name: "part",
                schema: "exams");

            migrationBuilder.DropTable(
                name: "registration",
                schema: "exams");

            migrationBuilder.DropTable(
                name: "pair",
                schema: "mentoring");

            migrationBuilder.DropTable(
                name: "exam",
                schema: "exams");

            migrationBuilder.DropTable(
                name: "helper",
                schema: "mentoring");

            migrationBuilder.DropTable(
                name: "pair_template",
                schema: "mentoring");

            migrationBuilder.DropIndex(
                name: "ix_decision_forecast_period",
                schema: "eligibility",
                table: "decision");

            migrationBuilder.DropColumn(
                name: "erased_at",
                schema: "participants",
                table: "participant");
        }
    }
}
