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
                name: "attendance");

            migrationBuilder.EnsureSchema(
                name: "platform");

            migrationBuilder.EnsureSchema(
                name: "participants");

            migrationBuilder.EnsureSchema(
                name: "orientation");

            migrationBuilder.EnsureSchema(
                name: "eligibility");

            migrationBuilder.EnsureSchema(
                name: "imports");

            migrationBuilder.EnsureSchema(
                name: "messaging");

            migrationBuilder.EnsureSchema(
                name: "quartz");

            migrationBuilder.CreateTable(
                name: "access_token",
                schema: "access",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    token_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    last_used_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_token", x => x.id);
                });

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
                name: "check_in",
                schema: "attendance",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    session_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    phone_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_check_in", x => x.id);
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
                name: "complaint",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    language = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: false),
                    text = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false),
                    sent_on = table.Column<DateOnly>(type: "date", nullable: false),
                    handled_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    handled_by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    outcome = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_complaint", x => x.id);
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
                name: "decision",
                schema: "eligibility",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    programme_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    rule_version = table.Column<int>(type: "int", nullable: false),
                    subject = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    outcome = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    forecast = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    attended_minutes = table.Column<int>(type: "int", nullable: false),
                    held_minutes = table.Column<int>(type: "int", nullable: false),
                    reasons = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    facts = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    signature = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    superseded_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decision", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "device",
                schema: "access",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    credential_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    enrolled_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    allowed_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    revoked_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "device_code",
                schema: "access",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    device_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    code_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    created_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_code", x => x.id);
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
                name: "import_file",
                schema: "imports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    file_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    content = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    uploaded_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    uploaded_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    uploaded_by_name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    settings = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    new_rows = table.Column<int>(type: "int", nullable: false),
                    known_rows = table.Column<int>(type: "int", nullable: false),
                    wrong_rows = table.Column<int>(type: "int", nullable: false),
                    written_rows = table.Column<int>(type: "int", nullable: false),
                    checked_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    progress_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_file", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "imported_row",
                schema: "imports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    row_key = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    file_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    row_number = table.Column<int>(type: "int", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imported_row", x => x.id);
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
                name: "message",
                schema: "messaging",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    staff_email = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    kind = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false),
                    language = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: false),
                    once_key = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    once_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    details = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    about = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    link = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    immediate = table.Column<bool>(type: "bit", nullable: false),
                    queued_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    not_before = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    lease = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    leased_until = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    trouble = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_message", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "participant",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    given_name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    family_name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    search_name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    birth_date = table.Column<DateOnly>(type: "date", nullable: false),
                    gender = table.Column<string>(type: "nvarchar(1)", maxLength: 1, nullable: false),
                    language = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: false),
                    email = table.Column<string>(type: "nvarchar(254)", maxLength: 254, nullable: true),
                    phone = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    first_permit_on = table.Column<DateOnly>(type: "date", nullable: true),
                    arrived_on = table.Column<DateOnly>(type: "date", nullable: true),
                    residence_centre = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    level = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true),
                    pass_number = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: true),
                    registered_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    registered_by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_participant", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pass_pin",
                schema: "access",
                columns: table => new
                {
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    pin_hash = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pass_pin", x => x.participant_id);
                });

            migrationBuilder.CreateTable(
                name: "pass_tries",
                schema: "access",
                columns: table => new
                {
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    failures = table.Column<int>(type: "int", nullable: false),
                    locked_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    locked_until = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pass_tries", x => x.participant_id);
                });

            migrationBuilder.CreateTable(
                name: "programme",
                schema: "eligibility",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    city = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_programme", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "proposal",
                schema: "eligibility",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    programme_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    decision_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    forecast = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    attended_minutes = table.Column<int>(type: "int", nullable: false),
                    held_minutes = table.Column<int>(type: "int", nullable: false),
                    line_percent = table.Column<int>(type: "int", nullable: false),
                    proposed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    comment_until = table.Column<DateOnly>(type: "date", nullable: false),
                    needs_person = table.Column<bool>(type: "bit", nullable: false),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    decided_by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    decision_reason = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    comment = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    commented_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    appeal = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    appealed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    appeal_decided_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_proposal", x => x.id);
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
                name: "provider",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    email = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    phone = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    iban = table.Column<string>(type: "nvarchar(34)", maxLength: 34, nullable: true),
                    accredited_from = table.Column<DateOnly>(type: "date", nullable: true),
                    accredited_until = table.Column<DateOnly>(type: "date", nullable: true),
                    commitment_signed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_provider", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "qrtz_calendars",
                schema: "quartz",
                columns: table => new
                {
                    sched_name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    calendar_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    calendar = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qrtz_calendars", x => new { x.sched_name, x.calendar_name });
                });

            migrationBuilder.CreateTable(
                name: "qrtz_execution_history",
                schema: "quartz",
                columns: table => new
                {
                    sched_name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    entry_id = table.Column<string>(type: "nvarchar(140)", maxLength: 140, nullable: false),
                    error_message = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    execution_log = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: true),
                    fire_instance_id = table.Column<string>(type: "nvarchar(140)", maxLength: 140, nullable: true),
                    fired_time = table.Column<long>(type: "bigint", nullable: false),
                    instance_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    job_group = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    job_input = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: true),
                    job_input_too_large = table.Column<bool>(type: "bit", nullable: true),
                    job_name = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    manual = table.Column<bool>(type: "bit", nullable: true),
                    metrics = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: true),
                    result = table.Column<int>(type: "int", nullable: true),
                    retry_attempt = table.Column<int>(type: "int", nullable: false, defaultValue: 0),
                    retry_scheduled = table.Column<bool>(type: "bit", nullable: false, defaultValue: false),
                    run_time = table.Column<long>(type: "bigint", nullable: false),
                    succeeded = table.Column<bool>(type: "bit", nullable: false),
                    summary = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    trigger_group = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    trigger_name = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qrtz_execution_history", x => new { x.sched_name, x.entry_id });
                });

            migrationBuilder.CreateTable(
                name: "qrtz_fired_triggers",
                schema: "quartz",
                columns: table => new
                {
                    sched_name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    entry_id = table.Column<string>(type: "nvarchar(140)", maxLength: 140, nullable: false),
                    execution_group = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    fired_time = table.Column<long>(type: "bigint", nullable: false),
                    instance_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    interrupt_requested_time = table.Column<long>(type: "bigint", nullable: true),
                    is_nonconcurrent = table.Column<bool>(type: "bit", nullable: true),
                    job_group = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true),
                    job_name = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true),
                    priority = table.Column<int>(type: "int", nullable: false),
                    progress = table.Column<int>(type: "int", nullable: true),
                    progress_message = table.Column<string>(type: "nvarchar(250)", maxLength: 250, nullable: true),
                    requests_recovery = table.Column<bool>(type: "bit", nullable: true),
                    sched_time = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    trigger_group = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    trigger_name = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qrtz_fired_triggers", x => new { x.sched_name, x.entry_id });
                });

            migrationBuilder.CreateTable(
                name: "qrtz_job_details",
                schema: "quartz",
                columns: table => new
                {
                    sched_name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    job_name = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    job_group = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    description = table.Column<string>(type: "nvarchar(250)", maxLength: 250, nullable: true),
                    is_durable = table.Column<bool>(type: "bit", nullable: false),
                    is_nonconcurrent = table.Column<bool>(type: "bit", nullable: false),
                    is_update_data = table.Column<bool>(type: "bit", nullable: false),
                    job_class_name = table.Column<string>(type: "nvarchar(250)", maxLength: 250, nullable: false),
                    job_data = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    requests_recovery = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qrtz_job_details", x => new { x.sched_name, x.job_name, x.job_group });
                });

            migrationBuilder.CreateTable(
                name: "qrtz_job_status",
                schema: "quartz",
                columns: table => new
                {
                    sched_name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    job_group = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    job_name = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    consecutive_failures = table.Column<int>(type: "int", nullable: false, defaultValue: 0),
                    failure_count = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    first_fired_time = table.Column<long>(type: "bigint", nullable: false),
                    last_entry_id = table.Column<string>(type: "nvarchar(140)", maxLength: 140, nullable: true),
                    last_failure_message = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    last_failure_time = table.Column<long>(type: "bigint", nullable: true),
                    last_fired_time = table.Column<long>(type: "bigint", nullable: false),
                    last_instance_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    last_result = table.Column<int>(type: "int", nullable: false),
                    last_run_time = table.Column<long>(type: "bigint", nullable: false),
                    last_success_time = table.Column<long>(type: "bigint", nullable: true),
                    last_summary = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    run_count = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qrtz_job_status", x => new { x.sched_name, x.job_group, x.job_name });
                });

            migrationBuilder.CreateTable(
                name: "qrtz_locks",
                schema: "quartz",
                columns: table => new
                {
                    sched_name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    lock_name = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qrtz_locks", x => new { x.sched_name, x.lock_name });
                });

            migrationBuilder.CreateTable(
                name: "qrtz_misfire_history",
                schema: "quartz",
                columns: table => new
                {
                    sched_name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    entry_id = table.Column<string>(type: "nvarchar(140)", maxLength: 140, nullable: false),
                    instance_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    job_group = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true),
                    job_name = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true),
                    misfire_time = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<int>(type: "int", nullable: true),
                    sched_time = table.Column<long>(type: "bigint", nullable: true),
                    trigger_group = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    trigger_name = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qrtz_misfire_history", x => new { x.sched_name, x.entry_id });
                });

            migrationBuilder.CreateTable(
                name: "qrtz_paused_job_grps",
                schema: "quartz",
                columns: table => new
                {
                    sched_name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    job_group = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    pause_reason = table.Column<string>(type: "nvarchar(250)", maxLength: 250, nullable: true),
                    paused_at = table.Column<long>(type: "bigint", nullable: true),
                    paused_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qrtz_paused_job_grps", x => new { x.sched_name, x.job_group });
                });

            migrationBuilder.CreateTable(
                name: "qrtz_paused_trigger_grps",
                schema: "quartz",
                columns: table => new
                {
                    sched_name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    trigger_group = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    pause_reason = table.Column<string>(type: "nvarchar(250)", maxLength: 250, nullable: true),
                    paused_at = table.Column<long>(type: "bigint", nullable: true),
                    paused_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qrtz_paused_trigger_grps", x => new { x.sched_name, x.trigger_group });
                });

            migrationBuilder.CreateTable(
                name: "qrtz_scheduler_state",
                schema: "quartz",
                columns: table => new
                {
                    sched_name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    instance_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    checkin_interval = table.Column<long>(type: "bigint", nullable: false),
                    last_checkin_time = table.Column<long>(type: "bigint", nullable: false),
                    quartz_version = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qrtz_scheduler_state", x => new { x.sched_name, x.instance_name });
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
                name: "recompute_gate",
                schema: "eligibility",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recompute_gate", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "referral",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    office = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false),
                    case_number = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false),
                    given_name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    family_name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    search_name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    birth_date = table.Column<DateOnly>(type: "date", nullable: false),
                    language = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: false),
                    email = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    permit_on = table.Column<DateOnly>(type: "date", nullable: true),
                    referred_on = table.Column<DateOnly>(type: "date", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    came_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_referral", x => x.id);
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
                name: "room_key",
                schema: "attendance",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    secret = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_room_key", x => x.id);
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
                name: "stale",
                schema: "eligibility",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    marked_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stale", x => x.id);
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
                name: "passkey",
                schema: "access",
                columns: table => new
                {
                    credential_id = table.Column<byte[]>(type: "varbinary(900)", maxLength: 900, nullable: false),
                    user_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    public_key = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    name = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    sign_count = table.Column<long>(type: "bigint", nullable: false),
                    transports = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    is_user_verified = table.Column<bool>(type: "bit", nullable: false),
                    is_backup_eligible = table.Column<bool>(type: "bit", nullable: false),
                    is_backed_up = table.Column<bool>(type: "bit", nullable: false),
                    attestation_object = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    client_data_json = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_passkey", x => x.credential_id);
                    table.ForeignKey(
                        name: "fk_passkey_account_user_id",
                        column: x => x.user_id,
                        principalSchema: "access",
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
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
                name: "import_finding",
                schema: "imports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    file_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    row_number = table.Column<int>(type: "int", nullable: false),
                    level = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    heading = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    code = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false),
                    details = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    value = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_finding", x => x.id);
                    table.ForeignKey(
                        name: "fk_import_finding_import_file_file_id",
                        column: x => x.file_id,
                        principalSchema: "imports",
                        principalTable: "import_file",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "level",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    skill = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    level = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false),
                    assessed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    assessed_by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_level", x => x.id);
                    table.ForeignKey(
                        name: "fk_level_participant_participant_id",
                        column: x => x.participant_id,
                        principalSchema: "participants",
                        principalTable: "participant",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "need",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    need = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_need", x => x.id);
                    table.ForeignKey(
                        name: "fk_need_participant_participant_id",
                        column: x => x.participant_id,
                        principalSchema: "participants",
                        principalTable: "participant",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "pass",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    token_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    issued_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    issued_by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    replaced_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    replaced_by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pass", x => x.id);
                    table.ForeignKey(
                        name: "fk_pass_participant_participant_id",
                        column: x => x.participant_id,
                        principalSchema: "participants",
                        principalTable: "participant",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "status",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    from_day = table.Column<DateOnly>(type: "date", nullable: false),
                    until_day = table.Column<DateOnly>(type: "date", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    recorded_by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_status", x => x.id);
                    table.ForeignKey(
                        name: "fk_status_participant_participant_id",
                        column: x => x.participant_id,
                        principalSchema: "participants",
                        principalTable: "participant",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "programme_version",
                schema: "eligibility",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    programme_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_until = table.Column<DateOnly>(type: "date", nullable: true),
                    funder = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    report_every_months = table.Column<int>(type: "int", nullable: false),
                    academic_hour_minutes = table.Column<int>(type: "int", nullable: false),
                    rules = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    gives = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    must = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    groups = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    attendance = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: true),
                    note = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    created_by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_programme_version", x => x.id);
                    table.ForeignKey(
                        name: "fk_programme_version_programme_programme_id",
                        column: x => x.programme_id,
                        principalSchema: "eligibility",
                        principalTable: "programme",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "venue",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    address = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    district = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    time_zone = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    latitude = table.Column<double>(type: "float", nullable: false),
                    longitude = table.Column<double>(type: "float", nullable: false),
                    wheelchair_access = table.Column<bool>(type: "bit", nullable: false),
                    room_capacity = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_venue", x => x.id);
                    table.ForeignKey(
                        name: "fk_venue_provider_provider_id",
                        column: x => x.provider_id,
                        principalSchema: "participants",
                        principalTable: "provider",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "qrtz_triggers",
                schema: "quartz",
                columns: table => new
                {
                    sched_name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    trigger_name = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    trigger_group = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    calendar_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    continuation_condition = table.Column<int>(type: "int", nullable: true),
                    continues_trigger_group = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true),
                    continues_trigger_name = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true),
                    description = table.Column<string>(type: "nvarchar(250)", maxLength: 250, nullable: true),
                    end_time = table.Column<long>(type: "bigint", nullable: true),
                    execution_group = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    fixed_delay = table.Column<bool>(type: "bit", nullable: true),
                    job_data = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    job_group = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    job_name = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    misfire_instr = table.Column<int>(type: "int", nullable: true),
                    misfire_orig_fire_time = table.Column<long>(type: "bigint", nullable: true),
                    misfire_threshold = table.Column<long>(type: "bigint", nullable: true),
                    next_fire_time = table.Column<long>(type: "bigint", nullable: true),
                    overlap_policy = table.Column<int>(type: "int", nullable: true),
                    pause_reason = table.Column<string>(type: "nvarchar(250)", maxLength: 250, nullable: true),
                    paused_at = table.Column<long>(type: "bigint", nullable: true),
                    paused_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    preferred_node = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    preferred_node_auto = table.Column<bool>(type: "bit", nullable: false, defaultValue: false),
                    prev_fire_time = table.Column<long>(type: "bigint", nullable: true),
                    priority = table.Column<int>(type: "int", nullable: true),
                    retry_attempt = table.Column<int>(type: "int", nullable: true),
                    retry_policy = table.Column<string>(type: "nvarchar(250)", maxLength: 250, nullable: true),
                    start_time = table.Column<long>(type: "bigint", nullable: false),
                    trigger_state = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    trigger_type = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qrtz_triggers", x => new { x.sched_name, x.trigger_name, x.trigger_group });
                    table.ForeignKey(
                        name: "fk_qrtz_triggers_qrtz_job_details_sched_name_job_name_job_group",
                        columns: x => new { x.sched_name, x.job_name, x.job_group },
                        principalSchema: "quartz",
                        principalTable: "qrtz_job_details",
                        principalColumns: new[] { "sched_name", "job_name", "job_group" });
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
                    counts_from = table.Column<DateOnly>(type: "date", nullable: true),
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
                    topic_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
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
                    topic_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
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
                name: "qrtz_blob_triggers",
                schema: "quartz",
                columns: table => new
                {
                    sched_name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    trigger_name = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    trigger_group = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    blob_data = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qrtz_blob_triggers", x => new { x.sched_name, x.trigger_name, x.trigger_group });
                    table.ForeignKey(
                        name: "fk_qrtz_blob_triggers_qrtz_triggers_sched_name_trigger_name_trigger_group",
                        columns: x => new { x.sched_name, x.trigger_name, x.trigger_group },
                        principalSchema: "quartz",
                        principalTable: "qrtz_triggers",
                        principalColumns: new[] { "sched_name", "trigger_name", "trigger_group" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "qrtz_cron_triggers",
                schema: "quartz",
                columns: table => new
                {
                    sched_name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    trigger_name = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    trigger_group = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    cron_expression = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    time_zone_id = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qrtz_cron_triggers", x => new { x.sched_name, x.trigger_name, x.trigger_group });
                    table.ForeignKey(
                        name: "fk_qrtz_cron_triggers_qrtz_triggers_sched_name_trigger_name_trigger_group",
                        columns: x => new { x.sched_name, x.trigger_name, x.trigger_group },
                        principalSchema: "quartz",
                        principalTable: "qrtz_triggers",
                        principalColumns: new[] { "sched_name", "trigger_name", "trigger_group" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "qrtz_simple_triggers",
                schema: "quartz",
                columns: table => new
                {
                    sched_name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    trigger_name = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    trigger_group = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    repeat_count = table.Column<int>(type: "int", nullable: false),
                    repeat_interval = table.Column<long>(type: "bigint", nullable: false),
                    times_triggered = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qrtz_simple_triggers", x => new { x.sched_name, x.trigger_name, x.trigger_group });
                    table.ForeignKey(
                        name: "fk_qrtz_simple_triggers_qrtz_triggers_sched_name_trigger_name_trigger_group",
                        columns: x => new { x.sched_name, x.trigger_name, x.trigger_group },
                        principalSchema: "quartz",
                        principalTable: "qrtz_triggers",
                        principalColumns: new[] { "sched_name", "trigger_name", "trigger_group" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "qrtz_simprop_triggers",
                schema: "quartz",
                columns: table => new
                {
                    sched_name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    trigger_name = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    trigger_group = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false),
                    bool_prop_1 = table.Column<bool>(type: "bit", nullable: true),
                    bool_prop_2 = table.Column<bool>(type: "bit", nullable: true),
                    dec_prop_1 = table.Column<decimal>(type: "decimal(13,4)", precision: 13, scale: 4, nullable: true),
                    dec_prop_2 = table.Column<decimal>(type: "decimal(13,4)", precision: 13, scale: 4, nullable: true),
                    int_prop_1 = table.Column<int>(type: "int", nullable: true),
                    int_prop_2 = table.Column<int>(type: "int", nullable: true),
                    long_prop_1 = table.Column<long>(type: "bigint", nullable: true),
                    long_prop_2 = table.Column<long>(type: "bigint", nullable: true),
                    str_prop_1 = table.Column<string>(type: "nvarchar(512)", maxLength: 512, nullable: true),
                    str_prop_2 = table.Column<string>(type: "nvarchar(512)", maxLength: 512, nullable: true),
                    str_prop_3 = table.Column<string>(type: "nvarchar(512)", maxLength: 512, nullable: true),
                    time_zone_id = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qrtz_simprop_triggers", x => new { x.sched_name, x.trigger_name, x.trigger_group });
                    table.ForeignKey(
                        name: "fk_qrtz_simprop_triggers_qrtz_triggers_sched_name_trigger_name_trigger_group",
                        columns: x => new { x.sched_name, x.trigger_name, x.trigger_group },
                        principalSchema: "quartz",
                        principalTable: "qrtz_triggers",
                        principalColumns: new[] { "sched_name", "trigger_name", "trigger_group" },
                        onDelete: ReferentialAction.Cascade);
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

            migrationBuilder.InsertData(
                schema: "eligibility",
                table: "recompute_gate",
                columns: new[] { "id", "version" },
                values: new object[] { new Guid("5e1ec7ed-0000-0000-0000-000000000001"), 0 });

            migrationBuilder.CreateIndex(
                name: "ix_access_token_account_id",
                schema: "access",
                table: "access_token",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_access_token_token_hash",
                schema: "access",
                table: "access_token",
                column: "token_hash",
                unique: true);

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
                name: "ix_check_in_session_id_participant_id",
                schema: "attendance",
                table: "check_in",
                columns: new[] { "session_id", "participant_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_check_in_session_id_phone_id",
                schema: "attendance",
                table: "check_in",
                columns: new[] { "session_id", "phone_id" },
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
                name: "ix_complaint_sent_on",
                schema: "participants",
                table: "complaint",
                column: "sent_on");

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
                name: "ix_decision_participant_id_decided_at",
                schema: "eligibility",
                table: "decision",
                columns: new[] { "participant_id", "decided_at" });

            migrationBuilder.CreateIndex(
                name: "ix_decision_participant_id_programme_code_subject",
                schema: "eligibility",
                table: "decision",
                columns: new[] { "participant_id", "programme_code", "subject" },
                unique: true,
                filter: "superseded_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_decision_programme_code_subject_outcome",
                schema: "eligibility",
                table: "decision",
                columns: new[] { "programme_code", "subject", "outcome" });

            migrationBuilder.CreateIndex(
                name: "ix_device_credential_hash",
                schema: "access",
                table: "device",
                column: "credential_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_device_provider_id",
                schema: "access",
                table: "device",
                column: "provider_id");

            migrationBuilder.CreateIndex(
                name: "ix_device_code_code_hash",
                schema: "access",
                table: "device_code",
                column: "code_hash",
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
                name: "ix_import_file_uploaded_at",
                schema: "imports",
                table: "import_file",
                column: "uploaded_at");

            migrationBuilder.CreateIndex(
                name: "ix_import_file_uploaded_by_uploaded_at",
                schema: "imports",
                table: "import_file",
                columns: new[] { "uploaded_by", "uploaded_at" });

            migrationBuilder.CreateIndex(
                name: "ix_import_finding_file_id_row_number",
                schema: "imports",
                table: "import_finding",
                columns: new[] { "file_id", "row_number" });

            migrationBuilder.CreateIndex(
                name: "ix_imported_row_file_id",
                schema: "imports",
                table: "imported_row",
                column: "file_id");

            migrationBuilder.CreateIndex(
                name: "ix_imported_row_row_key",
                schema: "imports",
                table: "imported_row",
                column: "row_key",
                unique: true);

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
                name: "ix_level_participant_id_skill",
                schema: "participants",
                table: "level",
                columns: new[] { "participant_id", "skill" },
                unique: true);

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
                name: "ix_message_lease",
                schema: "messaging",
                table: "message",
                column: "lease");

            migrationBuilder.CreateIndex(
                name: "ix_message_once_id",
                schema: "messaging",
                table: "message",
                column: "once_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_message_participant_id_sent_at",
                schema: "messaging",
                table: "message",
                columns: new[] { "participant_id", "sent_at" });

            migrationBuilder.CreateIndex(
                name: "ix_message_state_not_before",
                schema: "messaging",
                table: "message",
                columns: new[] { "state", "not_before" });

            migrationBuilder.CreateIndex(
                name: "ix_module_run_topic_code",
                schema: "orientation",
                table: "module_run",
                column: "topic_code");

            migrationBuilder.CreateIndex(
                name: "ix_need_participant_id_need",
                schema: "participants",
                table: "need",
                columns: new[] { "participant_id", "need" },
                unique: true);

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
                name: "ix_participant_birth_date",
                schema: "participants",
                table: "participant",
                column: "birth_date");

            migrationBuilder.CreateIndex(
                name: "ix_participant_email",
                schema: "participants",
                table: "participant",
                column: "email");

            migrationBuilder.CreateIndex(
                name: "ix_participant_pass_number",
                schema: "participants",
                table: "participant",
                column: "pass_number");

            migrationBuilder.CreateIndex(
                name: "ix_participant_registered_at",
                schema: "participants",
                table: "participant",
                column: "registered_at");

            migrationBuilder.CreateIndex(
                name: "ix_participant_search_name",
                schema: "participants",
                table: "participant",
                column: "search_name");

            migrationBuilder.CreateIndex(
                name: "ix_pass_number",
                schema: "participants",
                table: "pass",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_pass_participant_id",
                schema: "participants",
                table: "pass",
                column: "participant_id",
                unique: true,
                filter: "replaced_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_pass_replaced",
                schema: "participants",
                table: "pass",
                column: "token_hash",
                filter: "replaced_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_pass_token_hash",
                schema: "participants",
                table: "pass",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_passkey_user_id",
                schema: "access",
                table: "passkey",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_programme_code",
                schema: "eligibility",
                table: "programme",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_programme_version_programme_id_number",
                schema: "eligibility",
                table: "programme_version",
                columns: new[] { "programme_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_proposal_decision_id",
                schema: "eligibility",
                table: "proposal",
                column: "decision_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_proposal_participant_id_programme_code",
                schema: "eligibility",
                table: "proposal",
                columns: new[] { "participant_id", "programme_code" });

            migrationBuilder.CreateIndex(
                name: "ix_proposal_state",
                schema: "eligibility",
                table: "proposal",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "ix_provider_name",
                schema: "participants",
                table: "provider",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_qrtz_execution_history_sched_name_fired_time",
                schema: "quartz",
                table: "qrtz_execution_history",
                columns: new[] { "sched_name", "fired_time" });

            migrationBuilder.CreateIndex(
                name: "ix_qrtz_fired_triggers_sched_name_instance_name_requests_recovery",
                schema: "quartz",
                table: "qrtz_fired_triggers",
                columns: new[] { "sched_name", "instance_name", "requests_recovery" });

            migrationBuilder.CreateIndex(
                name: "ix_qrtz_fired_triggers_sched_name_job_name_job_group",
                schema: "quartz",
                table: "qrtz_fired_triggers",
                columns: new[] { "sched_name", "job_name", "job_group" });

            migrationBuilder.CreateIndex(
                name: "ix_qrtz_fired_triggers_sched_name_trigger_name_trigger_group",
                schema: "quartz",
                table: "qrtz_fired_triggers",
                columns: new[] { "sched_name", "trigger_name", "trigger_group" });

            migrationBuilder.CreateIndex(
                name: "ix_qrtz_job_details_sched_name_job_group_job_name",
                schema: "quartz",
                table: "qrtz_job_details",
                columns: new[] { "sched_name", "job_group", "job_name" });

            migrationBuilder.CreateIndex(
                name: "ix_qrtz_misfire_history_sched_name_misfire_time",
                schema: "quartz",
                table: "qrtz_misfire_history",
                columns: new[] { "sched_name", "misfire_time" });

            migrationBuilder.CreateIndex(
                name: "ix_qrtz_triggers_sched_name_calendar_name",
                schema: "quartz",
                table: "qrtz_triggers",
                columns: new[] { "sched_name", "calendar_name" });

            migrationBuilder.CreateIndex(
                name: "ix_qrtz_triggers_sched_name_job_name_job_group",
                schema: "quartz",
                table: "qrtz_triggers",
                columns: new[] { "sched_name", "job_name", "job_group" });

            migrationBuilder.CreateIndex(
                name: "ix_qrtz_triggers_sched_name_trigger_group_trigger_name",
                schema: "quartz",
                table: "qrtz_triggers",
                columns: new[] { "sched_name", "trigger_group", "trigger_name" });

            migrationBuilder.CreateIndex(
                name: "ix_qrtz_triggers_sched_name_trigger_state_next_fire_time_priority_misfire_instr",
                schema: "quartz",
                table: "qrtz_triggers",
                columns: new[] { "sched_name", "trigger_state", "next_fire_time", "priority", "misfire_instr" });

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
                name: "ix_referral_birth_date",
                schema: "participants",
                table: "referral",
                column: "birth_date");

            migrationBuilder.CreateIndex(
                name: "ix_referral_office_case_number",
                schema: "participants",
                table: "referral",
                columns: new[] { "office", "case_number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_referral_referred_on",
                schema: "participants",
                table: "referral",
                column: "referred_on");

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
                name: "ix_stale_marked_at",
                schema: "eligibility",
                table: "stale",
                column: "marked_at");

            migrationBuilder.CreateIndex(
                name: "ix_stale_participant_id",
                schema: "eligibility",
                table: "stale",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_status_participant_id_from_day",
                schema: "participants",
                table: "status",
                columns: new[] { "participant_id", "from_day" },
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
                name: "ix_venue_provider_id_name",
                schema: "participants",
                table: "venue",
                columns: new[] { "provider_id", "name" });

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
                name: "access_token",
                schema: "access");

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
                name: "check_in",
                schema: "attendance");

            migrationBuilder.DropTable(
                name: "class",
                schema: "language_courses");

            migrationBuilder.DropTable(
                name: "client_request",
                schema: "platform");

            migrationBuilder.DropTable(
                name: "complaint",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "completion",
                schema: "orientation");

            migrationBuilder.DropTable(
                name: "decision",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "device",
                schema: "access");

            migrationBuilder.DropTable(
                name: "device_code",
                schema: "access");

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
                name: "import_finding",
                schema: "imports");

            migrationBuilder.DropTable(
                name: "imported_row",
                schema: "imports");

            migrationBuilder.DropTable(
                name: "job_run",
                schema: "platform");

            migrationBuilder.DropTable(
                name: "ledger_entry",
                schema: "vouchers");

            migrationBuilder.DropTable(
                name: "level",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "mark",
                schema: "attendance");

            migrationBuilder.DropTable(
                name: "message",
                schema: "messaging");

            migrationBuilder.DropTable(
                name: "module_run",
                schema: "orientation");

            migrationBuilder.DropTable(
                name: "need",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "offer",
                schema: "timetable");

            migrationBuilder.DropTable(
                name: "pass",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "pass_pin",
                schema: "access");

            migrationBuilder.DropTable(
                name: "pass_tries",
                schema: "access");

            migrationBuilder.DropTable(
                name: "passkey",
                schema: "access");

            migrationBuilder.DropTable(
                name: "programme_version",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "proposal",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "protection_key",
                schema: "access");

            migrationBuilder.DropTable(
                name: "qrtz_blob_triggers",
                schema: "quartz");

            migrationBuilder.DropTable(
                name: "qrtz_calendars",
                schema: "quartz");

            migrationBuilder.DropTable(
                name: "qrtz_cron_triggers",
                schema: "quartz");

            migrationBuilder.DropTable(
                name: "qrtz_execution_history",
                schema: "quartz");

            migrationBuilder.DropTable(
                name: "qrtz_fired_triggers",
                schema: "quartz");

            migrationBuilder.DropTable(
                name: "qrtz_job_status",
                schema: "quartz");

            migrationBuilder.DropTable(
                name: "qrtz_locks",
                schema: "quartz");

            migrationBuilder.DropTable(
                name: "qrtz_misfire_history",
                schema: "quartz");

            migrationBuilder.DropTable(
                name: "qrtz_paused_job_grps",
                schema: "quartz");

            migrationBuilder.DropTable(
                name: "qrtz_paused_trigger_grps",
                schema: "quartz");

            migrationBuilder.DropTable(
                name: "qrtz_scheduler_state",
                schema: "quartz");

            migrationBuilder.DropTable(
                name: "qrtz_simple_triggers",
                schema: "quartz");

            migrationBuilder.DropTable(
                name: "qrtz_simprop_triggers",
                schema: "quartz");

            migrationBuilder.DropTable(
                name: "rating",
                schema: "orientation");

            migrationBuilder.DropTable(
                name: "rating_given",
                schema: "orientation");

            migrationBuilder.DropTable(
                name: "recompute_gate",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "referral",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "register",
                schema: "attendance");

            migrationBuilder.DropTable(
                name: "review",
                schema: "attendance");

            migrationBuilder.DropTable(
                name: "room_key",
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
                name: "stale",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "status",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "topic_name",
                schema: "orientation");

            migrationBuilder.DropTable(
                name: "venue",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "voucher_event",
                schema: "vouchers");

            migrationBuilder.DropTable(
                name: "course",
                schema: "language_courses");

            migrationBuilder.DropTable(
                name: "import_file",
                schema: "imports");

            migrationBuilder.DropTable(
                name: "ledger_transaction",
                schema: "vouchers");

            migrationBuilder.DropTable(
                name: "enrolment",
                schema: "timetable");

            migrationBuilder.DropTable(
                name: "programme",
                schema: "eligibility");

            migrationBuilder.DropTable(
                name: "qrtz_triggers",
                schema: "quartz");

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
                name: "participant",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "topic",
                schema: "orientation");

            migrationBuilder.DropTable(
                name: "provider",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "redemption",
                schema: "vouchers");

            migrationBuilder.DropTable(
                name: "qrtz_job_details",
                schema: "quartz");

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
