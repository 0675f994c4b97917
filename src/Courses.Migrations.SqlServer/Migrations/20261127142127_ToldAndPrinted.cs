using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class ToldAndPrinted : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // ALTER COLUMN ... NULL would do on SQL Server. Babelfish refuses it, and then stands with half of a schema; an added column does on both.
            migrationBuilder.AddColumn<DateOnly>(name: "comment_until_kept", schema: "eligibility", table: "proposal", type: "date", nullable: true);
            migrationBuilder.Sql("exec(N'update eligibility.proposal set comment_until_kept = comment_until');");
            migrationBuilder.DropColumn(name: "comment_until", schema: "eligibility", table: "proposal");
            migrationBuilder.AddColumn<DateOnly>(name: "comment_until", schema: "eligibility", table: "proposal", type: "date", nullable: true);
            migrationBuilder.Sql("exec(N'update eligibility.proposal set comment_until = comment_until_kept');");
            migrationBuilder.DropColumn(name: "comment_until_kept", schema: "eligibility", table: "proposal");

            migrationBuilder.AddColumn<DateOnly>(
                name: "appeal_until",
                schema: "eligibility",
                table: "proposal",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "comment_working_days",
                schema: "eligibility",
                table: "proposal",
                type: "int",
                nullable: false,
                defaultValue: 10);

            migrationBuilder.AddColumn<string>(
                name: "told_by",
                schema: "eligibility",
                table: "proposal",
                type: "nvarchar(400)",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "told_how",
                schema: "eligibility",
                table: "proposal",
                type: "nvarchar(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "told_on",
                schema: "eligibility",
                table: "proposal",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "address",
                schema: "participants",
                table: "participant",
                type: "nvarchar(300)",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "answer_until",
                schema: "messaging",
                table: "message",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "answer_working_days",
                schema: "messaging",
                table: "message",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "channel",
                schema: "messaging",
                table: "message",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "delivered_on",
                schema: "messaging",
                table: "message",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "print_run_id",
                schema: "messaging",
                table: "message",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "told_at",
                schema: "messaging",
                table: "message",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "told_how",
                schema: "messaging",
                table: "message",
                type: "nvarchar(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "print_run",
                schema: "messaging",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    made_on = table.Column<DateOnly>(type: "date", nullable: false),
                    made_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    made_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    posted_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    put_back_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_print_run", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_message_delivered_on",
                schema: "messaging",
                table: "message",
                column: "delivered_on",
                filter: "answer_working_days is not null and told_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_message_print_run_id",
                schema: "messaging",
                table: "message",
                column: "print_run_id",
                filter: "print_run_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_print_run_made_at",
                schema: "messaging",
                table: "print_run",
                column: "made_at");

            // What was proposed before: told is who commented, or whose letter the relay took. For all others the time to comment begins when they hear of it.
            migrationBuilder.Sql(
                """
                update eligibility.proposal set told_how = 'mail', told_on = (select cast(max(m.sent_at) as date) from messaging.message m where m.kind = 'decision-proposed' and m.about = eligibility.proposal.decision_id and m.state = 'Sent')
                where exists (select 1 from messaging.message m where m.kind = 'decision-proposed' and m.about = eligibility.proposal.decision_id and m.state = 'Sent' and m.sent_at is not null);
                """);
            migrationBuilder.Sql("update eligibility.proposal set told_how = 'page', told_on = cast(commented_at as date) where told_on is null and commented_at is not null;");
            migrationBuilder.Sql("update messaging.message set answer_working_days = 10 where kind = 'decision-proposed' and state <> 'Sent';");

            // What was decided before keeps its 28 days.
            migrationBuilder.Sql("update eligibility.proposal set appeal_until = dateadd(day, 28, cast(decided_at as date)) where state = 'Confirmed' and decided_at is not null;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "print_run",
                schema: "messaging");

            migrationBuilder.DropIndex(
                name: "ix_message_delivered_on",
                schema: "messaging",
                table: "message");

            migrationBuilder.DropIndex(
                name: "ix_message_print_run_id",
                schema: "messaging",
                table: "message");

            migrationBuilder.DropColumn(
                name: "appeal_until",
                schema: "eligibility",
                table: "proposal");

            migrationBuilder.DropColumn(
                name: "comment_working_days",
                schema: "eligibility",
                table: "proposal");

            migrationBuilder.DropColumn(
                name: "told_by",
                schema: "eligibility",
                table: "proposal");

            migrationBuilder.DropColumn(
                name: "told_how",
                schema: "eligibility",
                table: "proposal");

            migrationBuilder.DropColumn(
                name: "told_on",
                schema: "eligibility",
                table: "proposal");

            migrationBuilder.DropColumn(
                name: "address",
                schema: "participants",
                table: "participant");

            migrationBuilder.DropColumn(
                name: "answer_until",
                schema: "messaging",
                table: "message");

            migrationBuilder.DropColumn(
                name: "answer_working_days",
                schema: "messaging",
                table: "message");

            migrationBuilder.DropColumn(
                name: "channel",
                schema: "messaging",
                table: "message");

            migrationBuilder.DropColumn(
                name: "delivered_on",
                schema: "messaging",
                table: "message");

            migrationBuilder.DropColumn(
                name: "print_run_id",
                schema: "messaging",
                table: "message");

            migrationBuilder.DropColumn(
                name: "told_at",
                schema: "messaging",
                table: "message");

            migrationBuilder.DropColumn(
                name: "told_how",
                schema: "messaging",
                table: "message");

            migrationBuilder.AlterColumn<DateOnly>(
                name: "comment_until",
                schema: "eligibility",
                table: "proposal",
                type: "date",
                nullable: false,
                defaultValue: new DateOnly(1, 1, 1),
                oldClrType: typeof(DateOnly),
                oldType: "date",
                oldNullable: true);
        }
    }
}
