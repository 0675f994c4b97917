using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class SeatsAndProof : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "excused_percent",
                schema: "vouchers",
                table: "voucher",
                type: "integer",
                nullable: false,
                defaultValue: 25);

            // A voucher keeps the terms under which it was issued: before, every excuse was paid.
            migrationBuilder.Sql("update vouchers.voucher set excused_percent = 100;");

            migrationBuilder.AddColumn<int>(
                name: "locks",
                schema: "access",
                table: "pass_tries",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "has_letter_pin",
                schema: "participants",
                table: "pass",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "corrected_after_sign_off",
                schema: "attendance",
                table: "mark",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "proof",
                schema: "attendance",
                table: "mark",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "claimed",
                schema: "attendance",
                table: "fact",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "proof",
                schema: "attendance",
                table: "fact",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "device",
                schema: "attendance",
                table: "check_in",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "diary",
                schema: "timetable",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_diary", x => x.id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "diary",
                schema: "timetable");

            migrationBuilder.DropColumn(
                name: "excused_percent",
                schema: "vouchers",
                table: "voucher");

            migrationBuilder.DropColumn(
                name: "locks",
                schema: "access",
                table: "pass_tries");

            migrationBuilder.DropColumn(
                name: "has_letter_pin",
                schema: "participants",
                table: "pass");

            migrationBuilder.DropColumn(
                name: "corrected_after_sign_off",
                schema: "attendance",
                table: "mark");

            migrationBuilder.DropColumn(
                name: "proof",
                schema: "attendance",
                table: "mark");

            migrationBuilder.DropColumn(
                name: "claimed",
                schema: "attendance",
                table: "fact");

            migrationBuilder.DropColumn(
                name: "proof",
                schema: "attendance",
                table: "fact");

            migrationBuilder.DropColumn(
                name: "device",
                schema: "attendance",
                table: "check_in");
        }
    }
}
