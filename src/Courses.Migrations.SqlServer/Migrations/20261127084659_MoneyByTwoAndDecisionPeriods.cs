using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class MoneyByTwoAndDecisionPeriods : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "confirmed_by",
                schema: "access",
                table: "staff_role",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "given_by_id",
                schema: "access",
                table: "staff_role",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "waits_since",
                schema: "access",
                table: "staff_role",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "provider_account",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    iban = table.Column<string>(type: "nvarchar(34)", maxLength: 34, nullable: false),
                    proposed_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    proposed_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    proposed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    confirmed_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    confirmed_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    confirmed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    usable_from = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    withdrawn_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_provider_account", x => x.id);
                    table.ForeignKey(
                        name: "fk_provider_account_provider_provider_id",
                        column: x => x.provider_id,
                        principalSchema: "participants",
                        principalTable: "provider",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "settlement_file",
                schema: "vouchers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    content = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settlement_file", x => x.id);
                    table.ForeignKey(
                        name: "fk_settlement_file_settlement_batch_id",
                        column: x => x.id,
                        principalSchema: "vouchers",
                        principalTable: "settlement_batch",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "settlement_transfer",
                schema: "vouchers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    batch_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    payee = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    iban = table.Column<string>(type: "nvarchar(34)", maxLength: 34, nullable: false),
                    amount_cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settlement_transfer", x => x.id);
                    table.ForeignKey(
                        name: "fk_settlement_transfer_settlement_batch_batch_id",
                        column: x => x.batch_id,
                        principalSchema: "vouchers",
                        principalTable: "settlement_batch",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ux_provider_account_waits",
                schema: "participants",
                table: "provider_account",
                column: "provider_id",
                unique: true,
                filter: "confirmed_at is null and withdrawn_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_settlement_transfer_batch_id_provider_id",
                schema: "vouchers",
                table: "settlement_transfer",
                columns: new[] { "batch_id", "provider_id" },
                unique: true);

            // What was approved before froze nothing, so it is approved once more; the trail keeps who approved it before.
            migrationBuilder.Sql("update vouchers.settlement_batch set state = 'Prepared', decided_by = null, decided_by_name = '', decided_at = null where state = 'Approved';");

            migrationBuilder.DropIndex(
                name: "ix_decision_participant_id_programme_code_subject",
                schema: "eligibility",
                table: "decision");

            migrationBuilder.AddColumn<Guid>(
                name: "decided_by_id",
                schema: "eligibility",
                table: "proposal",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "period",
                schema: "eligibility",
                table: "proposal",
                type: "nvarchar(10)",
                maxLength: 10,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "said_all_at",
                schema: "eligibility",
                table: "proposal",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "period",
                schema: "eligibility",
                table: "decision",
                type: "nvarchar(10)",
                maxLength: 10,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "set_aside",
                schema: "eligibility",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    why = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_set_aside", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_decision_participant_id_programme_code_subject_period",
                schema: "eligibility",
                table: "decision",
                columns: new[] { "participant_id", "programme_code", "subject", "period" },
                unique: true,
                filter: "superseded_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "set_aside",
                schema: "eligibility");

            migrationBuilder.DropIndex(
                name: "ix_decision_participant_id_programme_code_subject_period",
                schema: "eligibility",
                table: "decision");

            migrationBuilder.DropColumn(
                name: "decided_by_id",
                schema: "eligibility",
                table: "proposal");

            migrationBuilder.DropColumn(
                name: "period",
                schema: "eligibility",
                table: "proposal");

            migrationBuilder.DropColumn(
                name: "said_all_at",
                schema: "eligibility",
                table: "proposal");

            migrationBuilder.DropColumn(
                name: "period",
                schema: "eligibility",
                table: "decision");

            migrationBuilder.CreateIndex(
                name: "ix_decision_participant_id_programme_code_subject",
                schema: "eligibility",
                table: "decision",
                columns: new[] { "participant_id", "programme_code", "subject" },
                unique: true,
                filter: "superseded_at is null");

            migrationBuilder.DropTable(
                name: "provider_account",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "settlement_file",
                schema: "vouchers");

            migrationBuilder.DropTable(
                name: "settlement_transfer",
                schema: "vouchers");

            migrationBuilder.DropColumn(
                name: "confirmed_by",
                schema: "access",
                table: "staff_role");

            migrationBuilder.DropColumn(
                name: "given_by_id",
                schema: "access",
                table: "staff_role");

            migrationBuilder.DropColumn(
                name: "waits_since",
                schema: "access",
                table: "staff_role");
        }
    }
}
