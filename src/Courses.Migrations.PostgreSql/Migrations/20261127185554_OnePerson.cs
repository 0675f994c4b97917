using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class OnePerson : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_pass_participant_id",
                schema: "participants",
                table: "pass");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "brought_at",
                schema: "participants",
                table: "pass",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "compared_as",
                schema: "participants",
                table: "participant",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "merged_into",
                schema: "participants",
                table: "participant",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "likely_double",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    first_id = table.Column<Guid>(type: "uuid", nullable: false),
                    second_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reasons = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    weight = table.Column<int>(type: "integer", nullable: false),
                    found_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    settled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    settled_by = table.Column<Guid>(type: "uuid", nullable: true),
                    settled_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_likely_double", x => x.id);
                    table.ForeignKey(
                        name: "fk_likely_double_participant_first_id",
                        column: x => x.first_id,
                        principalSchema: "participants",
                        principalTable: "participant",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_likely_double_participant_second_id",
                        column: x => x.second_id,
                        principalSchema: "participants",
                        principalTable: "participant",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "record_merge",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kept_id = table.Column<Guid>(type: "uuid", nullable: false),
                    merged_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    merged_by = table.Column<Guid>(type: "uuid", nullable: false),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    undone_by = table.Column<Guid>(type: "uuid", nullable: true),
                    undone_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_record_merge", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "merged_row",
                schema: "participants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    merge_id = table.Column<Guid>(type: "uuid", nullable: false),
                    table_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    row_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_merged_row", x => x.id);
                    table.ForeignKey(
                        name: "fk_merged_row_record_merge_merge_id",
                        column: x => x.merge_id,
                        principalSchema: "participants",
                        principalTable: "record_merge",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_pass_participant_id",
                schema: "participants",
                table: "pass",
                column: "participant_id",
                unique: true,
                filter: "replaced_at is null and brought_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_participant_merged_into",
                schema: "participants",
                table: "participant",
                column: "merged_into",
                filter: "merged_into is not null");

            migrationBuilder.CreateIndex(
                name: "ix_likely_double_first_id",
                schema: "participants",
                table: "likely_double",
                column: "first_id");

            migrationBuilder.CreateIndex(
                name: "ix_likely_double_second_id",
                schema: "participants",
                table: "likely_double",
                column: "second_id");

            migrationBuilder.CreateIndex(
                name: "ix_likely_double_weight_found_at",
                schema: "participants",
                table: "likely_double",
                columns: new[] { "weight", "found_at" },
                filter: "settled_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_record_merge_kept_id",
                schema: "participants",
                table: "record_merge",
                column: "kept_id");

            migrationBuilder.CreateIndex(
                name: "ix_record_merge_merged_id",
                schema: "participants",
                table: "record_merge",
                column: "merged_id");

            migrationBuilder.CreateIndex(
                name: "ix_merged_row_merge_id",
                schema: "participants",
                table: "merged_row",
                column: "merge_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "likely_double",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "merged_row",
                schema: "participants");

            migrationBuilder.DropTable(
                name: "record_merge",
                schema: "participants");

            migrationBuilder.DropIndex(
                name: "ix_pass_participant_id",
                schema: "participants",
                table: "pass");

            migrationBuilder.DropIndex(
                name: "ix_participant_merged_into",
                schema: "participants",
                table: "participant");

            migrationBuilder.DropColumn(
                name: "brought_at",
                schema: "participants",
                table: "pass");

            migrationBuilder.DropColumn(
                name: "compared_as",
                schema: "participants",
                table: "participant");

            migrationBuilder.DropColumn(
                name: "merged_into",
                schema: "participants",
                table: "participant");

            migrationBuilder.CreateIndex(
                name: "ix_pass_participant_id",
                schema: "participants",
                table: "pass",
                column: "participant_id",
                unique: true,
                filter: "replaced_at is null");
        }
    }
}
