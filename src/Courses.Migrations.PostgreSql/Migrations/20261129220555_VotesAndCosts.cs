using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class VotesAndCosts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "typed_in_by_name",
                schema: "participants",
                table: "complaint",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "topic_id",
                schema: "activities",
                table: "activity",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "vote_ended_at",
                schema: "activities",
                table: "activity",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "vote_until",
                schema: "activities",
                table: "activity",
                type: "date",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "cost_claim",
                schema: "vouchers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    group_id = table.Column<Guid>(type: "uuid", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    amount_cents = table.Column<int>(type: "integer", nullable: false),
                    claimed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    approved_cents = table.Column<int>(type: "integer", nullable: true),
                    refused_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reason_code = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    reason = table.Column<string>(type: "character varying(1500)", maxLength: 1500, nullable: true),
                    reason_language = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: true),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    paid_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    paid_by = table.Column<Guid>(type: "uuid", nullable: true),
                    paid_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cost_claim", x => x.id);
                    table.CheckConstraint("ck_cost_claim_amount", "amount_cents > 0 and (approved_cents is null or (approved_cents > 0 and approved_cents <= amount_cents))");
                });

            migrationBuilder.CreateTable(
                name: "topic",
                schema: "activities",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    activity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    votes = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_topic", x => x.id);
                    table.ForeignKey(
                        name: "fk_topic_activity_activity_id",
                        column: x => x.activity_id,
                        principalSchema: "activities",
                        principalTable: "activity",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "topic_name",
                schema: "activities",
                columns: table => new
                {
                    topic_id = table.Column<Guid>(type: "uuid", nullable: false),
                    language = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_topic_name", x => new { x.topic_id, x.language });
                    table.ForeignKey(
                        name: "fk_topic_name_topic_topic_id",
                        column: x => x.topic_id,
                        principalSchema: "activities",
                        principalTable: "topic",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "vote",
                schema: "activities",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    activity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    topic_id = table.Column<Guid>(type: "uuid", nullable: false),
                    cast_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_vote", x => x.id);
                    table.ForeignKey(
                        name: "fk_vote_topic_topic_id",
                        column: x => x.topic_id,
                        principalSchema: "activities",
                        principalTable: "topic",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_cost_claim_claimed_at",
                schema: "vouchers",
                table: "cost_claim",
                column: "claimed_at");

            migrationBuilder.CreateIndex(
                name: "ix_cost_claim_participant_id_kind_group_id_month",
                schema: "vouchers",
                table: "cost_claim",
                columns: new[] { "participant_id", "kind", "group_id", "month" },
                unique: true,
                filter: "refused_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_topic_activity_id",
                schema: "activities",
                table: "topic",
                column: "activity_id");

            migrationBuilder.CreateIndex(
                name: "ix_vote_activity_id_participant_id",
                schema: "activities",
                table: "vote",
                columns: new[] { "activity_id", "participant_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_vote_participant_id",
                schema: "activities",
                table: "vote",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_vote_topic_id",
                schema: "activities",
                table: "vote",
                column: "topic_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "cost_claim",
                schema: "vouchers");

            migrationBuilder.DropTable(
                name: "topic_name",
                schema: "activities");

            migrationBuilder.DropTable(
                name: "vote",
                schema: "activities");

            migrationBuilder.DropTable(
                name: "topic",
                schema: "activities");

            migrationBuilder.DropColumn(
                name: "typed_in_by_name",
                schema: "participants",
                table: "complaint");

            migrationBuilder.DropColumn(
                name: "topic_id",
                schema: "activities",
                table: "activity");

            migrationBuilder.DropColumn(
                name: "vote_ended_at",
                schema: "activities",
                table: "activity");

            migrationBuilder.DropColumn(
                name: "vote_until",
                schema: "activities",
                table: "activity");
        }
    }
}
