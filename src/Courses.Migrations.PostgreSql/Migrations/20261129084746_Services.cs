using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Services : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "services");

            migrationBuilder.CreateTable(
                name: "lendable",
                schema: "services",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    provider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    label = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    note = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    added_by = table.Column<Guid>(type: "uuid", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lendable", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "service",
                schema: "services",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    provider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    topic_code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    address = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    latitude = table.Column<double>(type: "double precision", nullable: true),
                    longitude = table.Column<double>(type: "double precision", nullable: true),
                    phone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    website = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    languages = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    without_appointment = table.Column<bool>(type: "boolean", nullable: false),
                    is_free = table.Column<bool>(type: "boolean", nullable: false),
                    hours = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    bring = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    reviewed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reviewed_by = table.Column<Guid>(type: "uuid", nullable: false),
                    reviewed_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    reminded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_service", x => x.id);
                    table.CheckConstraint("ck_service_position", "latitude between -90 and 90 and longitude between -180 and 180");
                });

            migrationBuilder.CreateTable(
                name: "loan",
                schema: "services",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    lendable_id = table.Column<Guid>(type: "uuid", nullable: false),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lent_on = table.Column<DateOnly>(type: "date", nullable: false),
                    lent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lent_by = table.Column<Guid>(type: "uuid", nullable: false),
                    lent_by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    returned_on = table.Column<DateOnly>(type: "date", nullable: true),
                    returned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    returned_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_loan", x => x.id);
                    table.ForeignKey(
                        name: "fk_loan_lendable_lendable_id",
                        column: x => x.lendable_id,
                        principalSchema: "services",
                        principalTable: "lendable",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "note",
                schema: "services",
                columns: table => new
                {
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    language = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    text = table.Column<string>(type: "character varying(600)", maxLength: 600, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_note", x => new { x.service_id, x.language });
                    table.ForeignKey(
                        name: "fk_note_service_service_id",
                        column: x => x.service_id,
                        principalSchema: "services",
                        principalTable: "service",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_lendable_provider_id_kind_label",
                schema: "services",
                table: "lendable",
                columns: new[] { "provider_id", "kind", "label" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_loan_due_on",
                schema: "services",
                table: "loan",
                column: "due_on",
                filter: "returned_on is null");

            migrationBuilder.CreateIndex(
                name: "ix_loan_lendable_id",
                schema: "services",
                table: "loan",
                column: "lendable_id");

            migrationBuilder.CreateIndex(
                name: "ix_loan_open",
                schema: "services",
                table: "loan",
                column: "lendable_id",
                unique: true,
                filter: "returned_on is null");

            migrationBuilder.CreateIndex(
                name: "ix_loan_participant_id",
                schema: "services",
                table: "loan",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_loan_returned_on",
                schema: "services",
                table: "loan",
                column: "returned_on",
                filter: "returned_on is not null");

            migrationBuilder.CreateIndex(
                name: "ix_service_provider_id",
                schema: "services",
                table: "service",
                column: "provider_id");

            migrationBuilder.CreateIndex(
                name: "ix_service_reviewed_at",
                schema: "services",
                table: "service",
                column: "reviewed_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "loan",
                schema: "services");

            migrationBuilder.DropTable(
                name: "note",
                schema: "services");

            migrationBuilder.DropTable(
                name: "lendable",
                schema: "services");

            migrationBuilder.DropTable(
                name: "service",
                schema: "services");
        }
    }
}
