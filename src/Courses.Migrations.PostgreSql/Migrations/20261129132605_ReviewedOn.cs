using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class ReviewedOn : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "review_kind",
                schema: "plans",
                table: "plan_event",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "reviewed_on",
                schema: "plans",
                table: "plan_event",
                type: "date",
                nullable: true);

            // Reviews of earlier versions say both in their values.
            migrationBuilder.Sql("update plans.plan_event set reviewed_on = cast(cast(values_json as json) ->> 'on' as date), review_kind = cast(values_json as json) ->> 'kind' where act = 'Reviewed';");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "review_kind",
                schema: "plans",
                table: "plan_event");

            migrationBuilder.DropColumn(
                name: "reviewed_on",
                schema: "plans",
                table: "plan_event");
        }
    }
}
