using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class RulesByTwo : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "created_by_id",
                schema: "eligibility",
                table: "programme_version",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ended",
                schema: "eligibility",
                table: "programme_version",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "ended_would_end_on",
                schema: "eligibility",
                table: "programme_version",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "published_at",
                schema: "eligibility",
                table: "programme_version",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "published_by",
                schema: "eligibility",
                table: "programme_version",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "published_by_id",
                schema: "eligibility",
                table: "programme_version",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "published_on",
                schema: "eligibility",
                table: "programme_version",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "withdrawn_at",
                schema: "eligibility",
                table: "programme_version",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "withdrawn_by",
                schema: "eligibility",
                table: "programme_version",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "withdrawn_by_id",
                schema: "eligibility",
                table: "programme_version",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "withdrawn_why",
                schema: "eligibility",
                table: "programme_version",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            // Every version of before was in force from the moment it was written.
            migrationBuilder.Sql("update eligibility.programme_version set published_at = created_at, published_by = created_by, published_on = cast(created_at as date);");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "created_by_id",
                schema: "eligibility",
                table: "programme_version");

            migrationBuilder.DropColumn(
                name: "ended",
                schema: "eligibility",
                table: "programme_version");

            migrationBuilder.DropColumn(
                name: "ended_would_end_on",
                schema: "eligibility",
                table: "programme_version");

            migrationBuilder.DropColumn(
                name: "published_at",
                schema: "eligibility",
                table: "programme_version");

            migrationBuilder.DropColumn(
                name: "published_by",
                schema: "eligibility",
                table: "programme_version");

            migrationBuilder.DropColumn(
                name: "published_by_id",
                schema: "eligibility",
                table: "programme_version");

            migrationBuilder.DropColumn(
                name: "published_on",
                schema: "eligibility",
                table: "programme_version");

            migrationBuilder.DropColumn(
                name: "withdrawn_at",
                schema: "eligibility",
                table: "programme_version");

            migrationBuilder.DropColumn(
                name: "withdrawn_by",
                schema: "eligibility",
                table: "programme_version");

            migrationBuilder.DropColumn(
                name: "withdrawn_by_id",
                schema: "eligibility",
                table: "programme_version");

            migrationBuilder.DropColumn(
                name: "withdrawn_why",
                schema: "eligibility",
                table: "programme_version");
        }
    }
}
