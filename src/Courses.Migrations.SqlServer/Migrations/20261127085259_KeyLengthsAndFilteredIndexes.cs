using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class KeyLengthsAndFilteredIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The codes of topics have their length since Initial, which no SQL Server took before: docs/decisions/0003.
            migrationBuilder.DropIndex(
                name: "ix_voucher_event_redemption_id",
                schema: "vouchers",
                table: "voucher_event");

            migrationBuilder.DropIndex(
                name: "ix_participant_email",
                schema: "participants",
                table: "participant");

            migrationBuilder.DropIndex(
                name: "ix_offer_closed_at_expires_at",
                schema: "timetable",
                table: "offer");

            migrationBuilder.DropIndex(
                name: "ix_ledger_transaction_redemption_id",
                schema: "vouchers",
                table: "ledger_transaction");

            migrationBuilder.DropIndex(
                name: "ix_fact_withdraws",
                schema: "attendance",
                table: "fact");

            migrationBuilder.DropIndex(
                name: "ix_completion_run_id",
                schema: "orientation",
                table: "completion");

            migrationBuilder.CreateIndex(
                name: "ix_voucher_event_redemption_id",
                schema: "vouchers",
                table: "voucher_event",
                column: "redemption_id",
                filter: "redemption_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_participant_email",
                schema: "participants",
                table: "participant",
                column: "email",
                filter: "email is not null");

            migrationBuilder.CreateIndex(
                name: "ix_offer_expires_at",
                schema: "timetable",
                table: "offer",
                column: "expires_at",
                filter: "closed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_transaction_redemption_id",
                schema: "vouchers",
                table: "ledger_transaction",
                column: "redemption_id",
                filter: "redemption_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_completion_run_id",
                schema: "orientation",
                table: "completion",
                column: "run_id",
                filter: "run_id is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_voucher_event_redemption_id",
                schema: "vouchers",
                table: "voucher_event");

            migrationBuilder.DropIndex(
                name: "ix_participant_email",
                schema: "participants",
                table: "participant");

            migrationBuilder.DropIndex(
                name: "ix_offer_expires_at",
                schema: "timetable",
                table: "offer");

            migrationBuilder.DropIndex(
                name: "ix_ledger_transaction_redemption_id",
                schema: "vouchers",
                table: "ledger_transaction");

            migrationBuilder.DropIndex(
                name: "ix_completion_run_id",
                schema: "orientation",
                table: "completion");

            migrationBuilder.CreateIndex(
                name: "ix_voucher_event_redemption_id",
                schema: "vouchers",
                table: "voucher_event",
                column: "redemption_id");

            migrationBuilder.CreateIndex(
                name: "ix_participant_email",
                schema: "participants",
                table: "participant",
                column: "email");

            migrationBuilder.CreateIndex(
                name: "ix_offer_closed_at_expires_at",
                schema: "timetable",
                table: "offer",
                columns: new[] { "closed_at", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_transaction_redemption_id",
                schema: "vouchers",
                table: "ledger_transaction",
                column: "redemption_id");

            migrationBuilder.CreateIndex(
                name: "ix_fact_withdraws",
                schema: "attendance",
                table: "fact",
                column: "withdraws");

            migrationBuilder.CreateIndex(
                name: "ix_completion_run_id",
                schema: "orientation",
                table: "completion",
                column: "run_id");
        }
    }
}
