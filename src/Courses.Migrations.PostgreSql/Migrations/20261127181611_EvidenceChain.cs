using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class EvidenceChain : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "chain_block",
                schema: "platform",
                columns: table => new
                {
                    stream = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    chained_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    row_count = table.Column<int>(type: "integer", nullable: false),
                    first_key = table.Column<Guid>(type: "uuid", nullable: false),
                    last_key = table.Column<Guid>(type: "uuid", nullable: false),
                    next_from = table.Column<Guid>(type: "uuid", nullable: false),
                    leaves = table.Column<byte[]>(type: "bytea", nullable: false),
                    root = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    previous = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chain_block", x => new { x.stream, x.number });
                });

            migrationBuilder.CreateTable(
                name: "chain_check",
                schema: "platform",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    rows = table.Column<long>(type: "bigint", nullable: false),
                    blocks = table.Column<int>(type: "integer", nullable: false),
                    faults = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chain_check", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "chain_finding",
                schema: "platform",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    fault = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    stream = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: true),
                    row = table.Column<Guid>(type: "uuid", nullable: true),
                    found_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    gone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chain_finding", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "chain_head",
                schema: "platform",
                columns: table => new
                {
                    number = table.Column<int>(type: "integer", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    text = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chain_head", x => x.number);
                });

            migrationBuilder.CreateIndex(
                name: "ix_chain_block_stream_first_key",
                schema: "platform",
                table: "chain_block",
                columns: new[] { "stream", "first_key" });

            migrationBuilder.CreateIndex(
                name: "ix_chain_block_stream_last_key",
                schema: "platform",
                table: "chain_block",
                columns: new[] { "stream", "last_key" });

            migrationBuilder.CreateIndex(
                name: "ix_chain_check_started_at",
                schema: "platform",
                table: "chain_check",
                column: "started_at");

            migrationBuilder.CreateIndex(
                name: "ix_chain_finding_found_at",
                schema: "platform",
                table: "chain_finding",
                column: "found_at");

            migrationBuilder.CreateIndex(
                name: "ix_chain_head_made_at",
                schema: "platform",
                table: "chain_head",
                column: "made_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "chain_block",
                schema: "platform");

            migrationBuilder.DropTable(
                name: "chain_check",
                schema: "platform");

            migrationBuilder.DropTable(
                name: "chain_finding",
                schema: "platform");

            migrationBuilder.DropTable(
                name: "chain_head",
                schema: "platform");
        }
    }
}
