using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class ProofAndLooks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "pays_from",
                schema: "vouchers",
                table: "voucher",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "Written");

            migrationBuilder.CreateTable(
                name: "derived_round",
                schema: "platform",
                columns: table => new
                {
                    stream = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    after = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    last_begun_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    last_ended_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_derived_round", x => x.stream);
                });

            migrationBuilder.CreateTable(
                name: "look",
                schema: "access",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    role = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    organisation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    page = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    typed = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_look", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sign_in_tries",
                schema: "access",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    failures = table.Column<int>(type: "int", nullable: false),
                    locks = table.Column<int>(type: "int", nullable: false),
                    locked_until = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sign_in_tries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "looked_at",
                schema: "access",
                columns: table => new
                {
                    look_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_looked_at", x => new { x.look_id, x.participant_id });
                    table.ForeignKey(
                        name: "fk_looked_at_look_look_id",
                        column: x => x.look_id,
                        principalSchema: "access",
                        principalTable: "look",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_look_account_id_at",
                schema: "access",
                table: "look",
                columns: new[] { "account_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_look_at",
                schema: "access",
                table: "look",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_looked_at_participant_id",
                schema: "access",
                table: "looked_at",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_sign_in_tries_account_id",
                schema: "access",
                table: "sign_in_tries",
                column: "account_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "derived_round",
                schema: "platform");

            migrationBuilder.DropTable(
                name: "looked_at",
                schema: "access");

            migrationBuilder.DropTable(
                name: "sign_in_tries",
                schema: "access");

            migrationBuilder.DropTable(
                name: "look",
                schema: "access");

            migrationBuilder.DropColumn(
                name: "pays_from",
                schema: "vouchers",
                table: "voucher");
        }
    }
}
