using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "access");

            migrationBuilder.EnsureSchema(
                name: "vouchers");

            migrationBuilder.EnsureSchema(
                name: "timetable");

            migrationBuilder.EnsureSchema(
                name: "language_courses");

            migrationBuilder.EnsureSchema(
                name: "platform");

            migrationBuilder.EnsureSchema(
                name: "orientation");

            migrationBuilder.EnsureSchema(
                name: "attendance");

            migrationBuilder.CreateTable(
                name: "account",
                schema: "access",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    deactivated_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    user_name = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true),
                    normalized_user_name = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true),
                    email = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true),
                    normalized_email = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true),
                    email_confirmed = table.Column<bool>(type: "bit", nullable: false),
                    password_hash = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    security_stamp = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: true),
                    concurrency_stamp = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    two_factor_enabled = table.Column<bool>(type: "bit", nullable: false),
                    lockout_end = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "bit", nullable: false),
                    access_failed_count = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "allowance",
                schema: "vouchers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    programme_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    terms_version = table.Column<int>(type: "int", nullable: false),
                    cap_cents = table.Column<long>(type: "bigint", nullable: true),
                    cap_minutes = table.Column<int>(type: "int", nullable: true),
                    used_cents = table.Column<long>(type: "bigint", nullable: false),
                    used_minutes = table.Column<int>(type: "int", nullable: false),
                    issued_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_allowance", x => x.id);
                    table.CheckConstraint("ck_allowance_cap", "used_cents >= 0 and used_minutes >= 0 and (cap_cents is null or used_cents <= cap_cents) and (cap_minutes is null or used_minutes <= cap_minutes)");
                });

            migrationBuilder.CreateTable(
                name: "audit_entry",
                schema: "access",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    caller_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    caller_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    caller_role = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    organisation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    act = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    subject = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    details = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_entry", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "calendar_feed",
                schema: "timetable",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    token_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calendar_feed", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "certificate",
                schema: "language_courses",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    language = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false),
                    level = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false),
                    issued_on = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_certificate", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "client_request",
                schema: "platform",
                columns: table => new
                {
                    key = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    content_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    answer = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_client_request", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "completion",
                schema: "orientation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    topic_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    completed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    run_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    recorded_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_completion", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "course",
                schema: "language_courses",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    language = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false),
                    level = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false),
                    academic_hours = table.Column<int>(type: "int", nullable: false),
                    is_integration_course = table.Column<bool>(type: "bit", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_course", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "fact",
                schema: "attendance",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    fact_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    session_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    pass_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    minutes = table.Column<int>(type: "int", nullable: true),
                    withdraws = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    source = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    device_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    device_sequence = table.Column<long>(type: "bigint", nullable: false),
                    device_time = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    clock_offset_ms = table.Column<long>(type: "bigint", nullable: true),
                    received_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    recorded_by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    note = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    held_for = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fact", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "holiday",
                schema: "timetable",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_holiday", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "job_run",
                schema: "platform",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    job = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    node = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    items = table.Column<int>(type: "int", nullable: false),
                    error = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_job_run", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "mark",
                schema: "attendance",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    session_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    group_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    present_minutes = table.Column<int>(type: "int", nullable: false),
                    scanned = table.Column<bool>(type: "bit", nullable: false),
                    fact_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    assessed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mark", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "protection_key",
                schema: "access",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    xml = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_protection_key", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "rating",
                schema: "orientation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    run_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    useful = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    comment = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    rated_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rating", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "rating_given",
                schema: "orientation",
                columns: table => new
                {
                    run_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rating_given", x => new { x.run_id, x.participant_id });
                });

            migrationBuilder.CreateTable(
                name: "register",
                schema: "attendance",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    signed_off_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    signed_off_by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    signed_off_by_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    chased_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_register", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "review",
                schema: "attendance",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    key = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    code = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    session_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    fact_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    device_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    details = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    settled_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    settled_by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    reason = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    correction_fact_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_review", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "roster_snapshot",
                schema: "attendance",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    content = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_roster_snapshot", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "settlement_batch",
                schema: "vouchers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    prepared_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    prepared_by_name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    prepared_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    decided_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    decided_by_name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    why = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    paid_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    paid_by_name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    paid_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settlement_batch", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "study_group",
                schema: "timetable",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    venue_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    time_zone = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    teacher_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    capacity = table.Column<int>(type: "int", nullable: false),
                    seats_taken = table.Column<int>(type: "int", nullable: false),
                    seats_offered = table.Column<int>(type: "int", nullable: false),
                    in_line = table.Column<int>(type: "int", nullable: false),
                    last_waiting_number = table.Column<int>(type: "int", nullable: false),
                    childcare = table.Column<bool>(type: "bit", nullable: false),
                    help_language = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true),
                    bring = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: false),
                    planned_minutes = table.Column<int>(type: "int", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    cancelled_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    cancelled_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    cancel_reason = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_study_group", x => x.id);
                    table.CheckConstraint("ck_study_group_seats", "seats_taken >= 0 and seats_offered >= 0 and in_line >= 0 and seats_taken + seats_offered <= capacity");
                });

            migrationBuilder.CreateTable(
                name: "topic",
                schema: "orientation",
                columns: table => new
                {
                    code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    programme_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    planned_minutes = table.Column<int>(type: "int", nullable: false),
                    completion_percent = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_topic", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "staff_role",
                schema: "access",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    role = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    case_data = table.Column<bool>(type: "bit", nullable: false),
                    given_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    given_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_role", x => x.id);
                    table.ForeignKey(
                        name: "fk_staff_role_account_account_id",
                        column: x => x.account_id,
                        principalSchema: "access",
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "voucher",
                schema: "vouchers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    allowance_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    programme_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    ordinal = table.Column<int>(type: "int", nullable: false),
                    number = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    amount_cents = table.Column<long>(type: "bigint", nullable: false),
                    remaining_cents = table.Column<long>(type: "bigint", nullable: false),
                    held_cents = table.Column<long>(type: "bigint", nullable: false),
                    redeemed_cents = table.Column<long>(type: "bigint", nullable: false),
                    lapsed_cents = table.Column<long>(type: "bigint", nullable: false),
                    issued_on = table.Column<DateOnly>(type: "date", nullable: false),
                    expires_on = table.Column<DateOnly>(type: "date", nullable: false),
                    levels = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    weeks_after_start = table.Column<int>(type: "int", nullable: false),
                    from_its_start = table.Column<bool>(type: "bit", nullable: false),
                    partial_use = table.Column<bool>(type: "bit", nullable: false),
                    full_payment_from_percent = table.Column<int>(type: "int", nullable: false),
                    terms_version = table.Column<int>(type: "int", nullable: false),
                    waits_for_topic = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    unlocked_by_module = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    expired_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    cancelled_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    replaces_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_voucher", x => x.id);
                    table.CheckConstraint("ck_voucher_balance", "remaining_cents >= 0 and held_cents >= 0 and redeemed_cents >= 0 and lapsed_cents >= 0 and remaining_cents + held_cents + redeemed_cents + lapsed_cents = amount_cents");
                    table.ForeignKey(
                        name: "fk_voucher_allowance_allowance_id",
                        column: x => x.allowance_id,
                        principalSchema: "vouchers",
                        principalTable: "allowance",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "class",
                schema: "language_courses",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    course_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    price_cents = table.Column<long>(type: "bigint", nullable: false),
                    programme_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_class", x => x.id);
                    table.CheckConstraint("ck_class_price", "price_cents >= 0");
                    table.ForeignKey(
                        name: "fk_class_course_course_id",
                        column: x => x.course_id,
                        principalSchema: "language_courses",
                        principalTable: "course",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "settlement_line",
                schema: "vouchers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    batch_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    redemption_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    voucher_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    group_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    sessions_held = table.Column<int>(type: "int", nullable: false),
                    sessions_attended = table.Column<int>(type: "int", nullable: false),
                    held_minutes = table.Column<int>(type: "int", nullable: false),
                    attended_minutes = table.Column<int>(type: "int", nullable: false),
                    due_cents = table.Column<long>(type: "bigint", nullable: false),
                    delta_cents = table.Column<long>(type: "bigint", nullable: false),
                    why = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settlement_line", x => x.id);
                    table.ForeignKey(
                        name: "fk_settlement_line_settlement_batch_batch_id",
                        column: x => x.batch_id,
                        principalSchema: "vouchers",
                        principalTable: "settlement_batch",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "enrolment",
                schema: "timetable",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    group_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    counts_from = table.Column<DateOnly>(type: "date", nullable: false),
                    counts_until = table.Column<DateOnly>(type: "date", nullable: true),
                    programme_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    waiting_number = table.Column<int>(type: "int", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_enrolment", x => x.id);
                    table.ForeignKey(
                        name: "fk_enrolment_study_group_group_id",
                        column: x => x.group_id,
                        principalSchema: "timetable",
                        principalTable: "study_group",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "session",
                schema: "timetable",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    group_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    time_zone = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    local_date = table.Column<DateOnly>(type: "date", nullable: false),
                    weekday = table.Column<int>(type: "int", nullable: false),
                    local_from = table.Column<TimeOnly>(type: "time", nullable: false),
                    local_until = table.Column<TimeOnly>(type: "time", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    planned_minutes = table.Column<int>(type: "int", nullable: false),
                    cancelled_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_session", x => x.id);
                    table.ForeignKey(
                        name: "fk_session_study_group_group_id",
                        column: x => x.group_id,
                        principalSchema: "timetable",
                        principalTable: "study_group",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "module_run",
                schema: "orientation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    topic_code = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    language = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_module_run", x => x.id);
                    table.ForeignKey(
                        name: "fk_module_run_topic_topic_code",
                        column: x => x.topic_code,
                        principalSchema: "orientation",
                        principalTable: "topic",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "topic_name",
                schema: "orientation",
                columns: table => new
                {
                    topic_code = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    language = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_topic_name", x => new { x.topic_code, x.language });
                    table.ForeignKey(
                        name: "fk_topic_name_topic_topic_code",
                        column: x => x.topic_code,
                        principalSchema: "orientation",
                        principalTable: "topic",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "redemption",
                schema: "vouchers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    voucher_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    enrolment_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    group_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    price_cents = table.Column<long>(type: "bigint", nullable: false),
                    amount_cents = table.Column<long>(type: "bigint", nullable: false),
                    lapsed_cents = table.Column<long>(type: "bigint", nullable: false),
                    planned_minutes = table.Column<int>(type: "int", nullable: false),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    redeemed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_redemption", x => x.id);
                    table.CheckConstraint("ck_redemption_amount", "amount_cents > 0 and amount_cents <= price_cents and lapsed_cents >= 0");
                    table.ForeignKey(
                        name: "fk_redemption_voucher_voucher_id",
                        column: x => x.voucher_id,
                        principalSchema: "vouchers",
                        principalTable: "voucher",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "enrolment_change",
                schema: "timetable",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    enrolment_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    reason = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    changed_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_enrolment_change", x => x.id);
                    table.ForeignKey(
                        name: "fk_enrolment_change_enrolment_enrolment_id",
                        column: x => x.enrolment_id,
                        principalSchema: "timetable",
                        principalTable: "enrolment",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "offer",
                schema: "timetable",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    group_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    enrolment_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    offered_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    outcome = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offer", x => x.id);
                    table.ForeignKey(
                        name: "fk_offer_enrolment_enrolment_id",
                        column: x => x.enrolment_id,
                        principalSchema: "timetable",
                        principalTable: "enrolment",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "session_change",
                schema: "timetable",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    session_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    reason = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    changed_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    was_starting_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    was_ending_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_session_change", x => x.id);
                    table.ForeignKey(
                        name: "fk_session_change_session_session_id",
                        column: x => x.session_id,
                        principalSchema: "timetable",
                        principalTable: "session",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ledger_transaction",
                schema: "vouchers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    voucher_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    redemption_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    programme_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    why = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_transaction", x => x.id);
                    table.ForeignKey(
                        name: "fk_ledger_transaction_redemption_redemption_id",
                        column: x => x.redemption_id,
                        principalSchema: "vouchers",
                        principalTable: "redemption",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_ledger_transaction_voucher_voucher_id",
                        column: x => x.voucher_id,
                        principalSchema: "vouchers",
                        principalTable: "voucher",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "voucher_event",
                schema: "vouchers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    voucher_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    redemption_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    amount_cents = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    by_name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    why = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_voucher_event", x => x.id);
                    table.ForeignKey(
                        name: "fk_voucher_event_redemption_redemption_id",
                        column: x => x.redemption_id,
                        principalSchema: "vouchers",
                        principalTable: "redemption",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_voucher_event_voucher_voucher_id",
                        column: x => x.voucher_id,
                        principalSchema: "vouchers",
                        principalTable: "voucher",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ledger_entry",
                schema: "vouchers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    transaction_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    amount_cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_entry", x => x.id);
                    table.ForeignKey(
                        name: "fk_ledger_entry_ledger_transaction_transaction_id",
                        column: x => x.transaction_id,
                        principalSchema: "vouchers",
                        principalTable: "ledger_transaction",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_account_normalized_email",
                schema: "access",
                table: "account",
                column: "normalized_email",
                unique: true,
                filter: "[normalized_email] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_allowance_participant_id_programme_code",
                schema: "vouchers",
                table: "allowance",
                columns: new[] { "participant_id", "programme_code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_at",
                schema: "access",
                table: "audit_entry",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_subject",
                schema: "access",
                table: "audit_entry",
                column: "subject");

            migrationBuilder.CreateIndex(
                name: "ix_calendar_feed_participant_id",
                schema: "timetable",
                table: "calendar_feed",
                column: "participant_id",
                unique: true,
                filter: "revoked_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_calendar_feed_token_hash",
                schema: "timetable",
                table: "calendar_feed",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_certificate_participant_id_language_level",
                schema: "language_courses",
                table: "certificate",
                columns: new[] { "participant_id", "language", "level" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_class_course_id",
                schema: "language_courses",
                table: "class",
                column: "course_id");

            migrationBuilder.CreateIndex(
                name: "ix_class_provider_id_number",
                schema: "language_courses",
                table: "class",
                columns: new[] { "provider_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_completion_participant_id_topic_code",
                schema: "orientation",
                table: "completion",
                columns: new[] { "participant_id", "topic_code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_completion_run_id",
                schema: "orientation",
                table: "completion",
                column: "run_id");

            migrationBuilder.CreateIndex(
                name: "ix_course_level",
                schema: "language_courses",
                table: "course",
                column: "level");

            migrationBuilder.CreateIndex(
                name: "ix_course_provider_id_name",
                schema: "language_courses",
                table: "course",
                columns: new[] { "provider_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_enrolment_group_id_participant_id",
                schema: "timetable",
                table: "enrolment",
                columns: new[] { "group_id", "participant_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_enrolment_participant_id",
                schema: "timetable",
                table: "enrolment",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_enrolment_change_enrolment_id",
                schema: "timetable",
                table: "enrolment_change",
                column: "enrolment_id");

            migrationBuilder.CreateIndex(
                name: "ix_fact_fact_id",
                schema: "attendance",
                table: "fact",
                column: "fact_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_fact_participant_id_device_time",
                schema: "attendance",
                table: "fact",
                columns: new[] { "participant_id", "device_time" });

            migrationBuilder.CreateIndex(
                name: "ix_fact_session_id_participant_id",
                schema: "attendance",
                table: "fact",
                columns: new[] { "session_id", "participant_id" });

            migrationBuilder.CreateIndex(
                name: "ix_fact_withdraws",
                schema: "attendance",
                table: "fact",
                column: "withdraws");

            migrationBuilder.CreateIndex(
                name: "ix_holiday_provider_id_first_day",
                schema: "timetable",
                table: "holiday",
                columns: new[] { "provider_id", "first_day" });

            migrationBuilder.CreateIndex(
                name: "ix_job_run_job_started_at",
                schema: "platform",
                table: "job_run",
                columns: new[] { "job", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entry_account",
                schema: "vouchers",
                table: "ledger_entry",
                column: "account");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entry_transaction_id",
                schema: "vouchers",
                table: "ledger_entry",
                column: "transaction_id");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_transaction_at",
                schema: "vouchers",
                table: "ledger_transaction",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_transaction_redemption_id",
                schema: "vouchers",
                table: "ledger_transaction",
                column: "redemption_id");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_transaction_voucher_id",
                schema: "vouchers",
                table: "ledger_transaction",
                column: "voucher_id");

            migrationBuilder.CreateIndex(
                name: "ix_mark_group_id",
                schema: "attendance",
                table: "mark",
                column: "group_id");

            migrationBuilder.CreateIndex(
                name: "ix_mark_participant_id_group_id",
                schema: "attendance",
                table: "mark",
                columns: new[] { "participant_id", "group_id" });

            migrationBuilder.CreateIndex(
                name: "ix_mark_session_id_participant_id",
                schema: "attendance",
                table: "mark",
                columns: new[] { "session_id", "participant_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_module_run_topic_code",
                schema: "orientation",
                table: "module_run",
                column: "topic_code");

            migrationBuilder.CreateIndex(
                name: "ix_offer_closed_at_expires_at",
                schema: "timetable",
                table: "offer",
                columns: new[] { "closed_at", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "ix_offer_enrolment_id",
                schema: "timetable",
                table: "offer",
                column: "enrolment_id",
                unique: true,
                filter: "closed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_offer_participant_id",
                schema: "timetable",
                table: "offer",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_rating_run_id",
                schema: "orientation",
                table: "rating",
                column: "run_id");

            migrationBuilder.CreateIndex(
                name: "ix_redemption_enrolment_id",
                schema: "vouchers",
                table: "redemption",
                column: "enrolment_id",
                unique: true,
                filter: "closed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_redemption_group_id",
                schema: "vouchers",
                table: "redemption",
                column: "group_id");

            migrationBuilder.CreateIndex(
                name: "ix_redemption_provider_id",
                schema: "vouchers",
                table: "redemption",
                column: "provider_id");

            migrationBuilder.CreateIndex(
                name: "ix_redemption_voucher_id",
                schema: "vouchers",
                table: "redemption",
                column: "voucher_id");

            migrationBuilder.CreateIndex(
                name: "ix_register_signed_off_at",
                schema: "attendance",
                table: "register",
                column: "signed_off_at");

            migrationBuilder.CreateIndex(
                name: "ix_review_key",
                schema: "attendance",
                table: "review",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_review_provider_id_settled_at",
                schema: "attendance",
                table: "review",
                columns: new[] { "provider_id", "settled_at" });

            migrationBuilder.CreateIndex(
                name: "ix_review_session_id",
                schema: "attendance",
                table: "review",
                column: "session_id");

            migrationBuilder.CreateIndex(
                name: "ix_session_group_id_starts_at",
                schema: "timetable",
                table: "session",
                columns: new[] { "group_id", "starts_at" });

            migrationBuilder.CreateIndex(
                name: "ix_session_provider_id_starts_at",
                schema: "timetable",
                table: "session",
                columns: new[] { "provider_id", "starts_at" });

            migrationBuilder.CreateIndex(
                name: "ix_session_starts_at",
                schema: "timetable",
                table: "session",
                column: "starts_at");

            migrationBuilder.CreateIndex(
                name: "ix_session_change_session_id",
                schema: "timetable",
                table: "session_change",
                column: "session_id");

            migrationBuilder.CreateIndex(
                name: "ix_settlement_batch_number",
                schema: "vouchers",
                table: "settlement_batch",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_settlement_line_batch_id_redemption_id",
                schema: "vouchers",
                table: "settlement_line",
                columns: new[] { "batch_id", "redemption_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_settlement_line_provider_id",
                schema: "vouchers",
                table: "settlement_line",
                column: "provider_id");

            migrationBuilder.CreateIndex(
                name: "ix_settlement_line_redemption_id",
                schema: "vouchers",
                table: "settlement_line",
                column: "redemption_id");

            migrationBuilder.CreateIndex(
                name: "ix_staff_role_account_id_role",
                schema: "access",
                table: "staff_role",
                columns: new[] { "account_id", "role" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_study_group_ends_on",
                schema: "timetable",
                table: "study_group",
                column: "ends_on");

            migrationBuilder.CreateIndex(
                name: "ix_study_group_provider_id_ends_on",
                schema: "timetable",
                table: "study_group",
                columns: new[] { "provider_id", "ends_on" });

            migrationBuilder.CreateIndex(
                name: "ix_voucher_allowance_id_ordinal",
                schema: "vouchers",
                table: "voucher",
                columns: new[] { "allowance_id", "ordinal" },
                unique: true,
                filter: "cancelled_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_voucher_allowance_id_unlocked_by_module",
                schema: "vouchers",
                table: "voucher",
                columns: new[] { "allowance_id", "unlocked_by_module" },
                unique: true,
                filter: "unlocked_by_module is not null and cancelled_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_voucher_expires_on",
                schema: "vouchers",
                table: "voucher",
                column: "expires_on");

            migrationBuilder.CreateIndex(
                name: "ix_voucher_number",
                schema: "vouchers",
                table: "voucher",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_voucher_participant_id",
                schema: "vouchers",
                table: "voucher",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_voucher_event_redemption_id",
                schema: "vouchers",
                table: "voucher_event",
                column: "redemption_id");

            migrationBuilder.CreateIndex(
                name: "ix_voucher_event_voucher_id",
                schema: "vouchers",
                table: "voucher_event",
                column: "voucher_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_entry",
                schema: "access");

            migrationBuilder.DropTable(
                name: "calendar_feed",
                schema: "timetable");

            migrationBuilder.DropTable(
                name: "certificate",
                schema: "language_courses");

            migrationBuilder.DropTable(
                name: "class",
                schema: "language_courses");

            migrationBuilder.DropTable(
                name: "client_request",
                schema: "platform");

            migrationBuilder.DropTable(
                name: "completion",
                schema: "orientation");

            migrationBuilder.DropTable(
                name: "enrolment_change",
                schema: "timetable");

            migrationBuilder.DropTable(
                name: "fact",
                schema: "attendance");

            migrationBuilder.DropTable(
                name: "holiday",
                schema: "timetable");

            migrationBuilder.DropTable(
                name: "job_run",
                schema: "platform");

            migrationBuilder.DropTable(
                name: "ledger_entry",
                schema: "vouchers");

            migrationBuilder.DropTable(
                name: "mark",
                schema: "attendance");

            migrationBuilder.DropTable(
                name: "module_run",
                schema: "orientation");

            migrationBuilder.DropTable(
                name: "offer",
                schema: "timetable");

            migrationBuilder.DropTable(
                name: "protection_key",
                schema: "access");

            migrationBuilder.DropTable(
                name: "rating",
                schema: "orientation");

            migrationBuilder.DropTable(
                name: "rating_given",
                schema: "orientation");

            migrationBuilder.DropTable(
                name: "register",
                schema: "attendance");

            migrationBuilder.DropTable(
                name: "review",
                schema: "attendance");

            migrationBuilder.DropTable(
                name: "roster_snapshot",
                schema: "attendance");

            migrationBuilder.DropTable(
                name: "session_change",
                schema: "timetable");

            migrationBuilder.DropTable(
                name: "settlement_line",
                schema: "vouchers");

            migrationBuilder.DropTable(
                name: "staff_role",
                schema: "access");

            migrationBuilder.DropTable(
                name: "topic_name",
                schema: "orientation");

            migrationBuilder.DropTable(
                name: "voucher_event",
                schema: "vouchers");

            migrationBuilder.DropTable(
                name: "course",
                schema: "language_courses");

            migrationBuilder.DropTable(
                name: "ledger_transaction",
                schema: "vouchers");

            migrationBuilder.DropTable(
                name: "enrolment",
                schema: "timetable");

            migrationBuilder.DropTable(
                name: "session",
                schema: "timetable");

            migrationBuilder.DropTable(
                name: "settlement_batch",
                schema: "vouchers");

            migrationBuilder.DropTable(
                name: "account",
                schema: "access");

            migrationBuilder.DropTable(
                name: "topic",
                schema: "orientation");

            migrationBuilder.DropTable(
                name: "redemption",
                schema: "vouchers");

            migrationBuilder.DropTable(
                name: "study_group",
                schema: "timetable");

            migrationBuilder.DropTable(
                name: "voucher",
                schema: "vouchers");

            migrationBuilder.DropTable(
                name: "allowance",
                schema: "vouchers");
        }
    }
}
