using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class LevelsByExamKindsDelivered : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_published_report_report_year",
                schema: "reporting",
                table: "published_report");

            migrationBuilder.DropIndex(
                name: "ix_delivered_report_period_programme",
                schema: "reporting",
                table: "delivered_report");

            migrationBuilder.AddColumn<string>(
                name: "kind",
                schema: "reporting",
                table: "published_report",
                type: "nvarchar(60)",
                maxLength: 60,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "period",
                schema: "reporting",
                table: "published_report",
                type: "nvarchar(10)",
                maxLength: 10,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "withdrawn_reason",
                schema: "reporting",
                table: "published_report",
                type: "nvarchar(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "first_level",
                schema: "participants",
                table: "level",
                type: "nvarchar(10)",
                maxLength: 10,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "first_on",
                schema: "participants",
                table: "level",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                schema: "reporting",
                table: "delivered_report",
                type: "nvarchar(60)",
                maxLength: 60,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateIndex(
                name: "ix_published_report_report_year_kind_period",
                schema: "reporting",
                table: "published_report",
                columns: new[] { "report_year", "kind", "period" },
                unique: true,
                filter: "withdrawn_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_delivered_report_period_programme_kind",
                schema: "reporting",
                table: "delivered_report",
                columns: new[] { "period", "programme", "kind" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_published_report_report_year_kind_period",
                schema: "reporting",
                table: "published_report");

            migrationBuilder.DropIndex(
                name: "ix_delivered_report_period_programme_kind",
                schema: "reporting",
                table: "delivered_report");

            migrationBuilder.DropColumn(
                name: "kind",
                schema: "reporting",
                table: "published_report");

            migrationBuilder.DropColumn(
                name: "period",
                schema: "reporting",
                table: "published_report");

            migrationBuilder.DropColumn(
                name: "withdrawn_reason",
                schema: "reporting",
                table: "published_report");

            migrationBuilder.DropColumn(
                name: "first_level",
                schema: "participants",
                table: "level");

            migrationBuilder.DropColumn(
                name: "first_on",
                schema: "participants",
                table: "level");

            migrationBuilder.DropColumn(
                name: "kind",
                schema: "reporting",
                table: "delivered_report");

            migrationBuilder.CreateIndex(
                name: "ix_published_report_report_year",
                schema: "reporting",
                table: "published_report",
                column: "report_year",
                unique: true,
                filter: "withdrawn_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_delivered_report_period_programme",
                schema: "reporting",
                table: "delivered_report",
                columns: new[] { "period", "programme" },
                unique: true);
        }
    }
}
