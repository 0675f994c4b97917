using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Materials : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "materials");

            migrationBuilder.CreateTable(
                name: "strand",
                schema: "materials",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    level_from = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true),
                    level_below = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_strand", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "kit",
                schema: "materials",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    note = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    topic_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    strand_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    level_from = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true),
                    level_until = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true),
                    ages = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    added_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    withdrawn_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_kit", x => x.id);
                    table.ForeignKey(
                        name: "fk_kit_strand_strand_id",
                        column: x => x.strand_id,
                        principalSchema: "materials",
                        principalTable: "strand",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "material",
                schema: "materials",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    title = table.Column<string>(type: "nvarchar(160)", maxLength: 160, nullable: false),
                    about = table.Column<string>(type: "nvarchar(600)", maxLength: 600, nullable: false),
                    kind = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    topics = table.Column<string>(type: "nvarchar(600)", maxLength: 600, nullable: false),
                    keywords = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    strand_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    level_from = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true),
                    level_until = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true),
                    languages = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ages = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    for_newcomers = table.Column<bool>(type: "bit", nullable: false),
                    search_text = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    current_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    added_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    added_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    withdrawn_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    withdrawn_why = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_material", x => x.id);
                    table.ForeignKey(
                        name: "fk_material_strand_strand_id",
                        column: x => x.strand_id,
                        principalSchema: "materials",
                        principalTable: "strand",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "group_kit",
                schema: "materials",
                columns: table => new
                {
                    group_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    chosen_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    chosen_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_group_kit", x => x.group_id);
                    table.ForeignKey(
                        name: "fk_group_kit_kit_kit_id",
                        column: x => x.kit_id,
                        principalSchema: "materials",
                        principalTable: "kit",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "edition",
                schema: "materials",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    material_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    change = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false),
                    link = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    content_type = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    byte_count = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    is_in_folder = table.Column<bool>(type: "bit", nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    added_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    withdrawn_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    withdrawn_why = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_edition", x => x.id);
                    table.ForeignKey(
                        name: "fk_edition_material_material_id",
                        column: x => x.material_id,
                        principalSchema: "materials",
                        principalTable: "material",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "kit_entry",
                schema: "materials",
                columns: table => new
                {
                    kit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    material_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    position = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_kit_entry", x => new { x.kit_id, x.material_id });
                    table.ForeignKey(
                        name: "fk_kit_entry_kit_kit_id",
                        column: x => x.kit_id,
                        principalSchema: "materials",
                        principalTable: "kit",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_kit_entry_material_material_id",
                        column: x => x.material_id,
                        principalSchema: "materials",
                        principalTable: "material",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "material_use",
                schema: "materials",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    material_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    session_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    group_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    chosen_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    chosen_by_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_material_use", x => x.id);
                    table.ForeignKey(
                        name: "fk_material_use_material_material_id",
                        column: x => x.material_id,
                        principalSchema: "materials",
                        principalTable: "material",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "file_piece",
                schema: "materials",
                columns: table => new
                {
                    edition_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    content = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_file_piece", x => new { x.edition_id, x.number });
                    table.ForeignKey(
                        name: "fk_file_piece_edition_edition_id",
                        column: x => x.edition_id,
                        principalSchema: "materials",
                        principalTable: "edition",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_edition_material_id_number",
                schema: "materials",
                table: "edition",
                columns: new[] { "material_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_group_kit_kit_id",
                schema: "materials",
                table: "group_kit",
                column: "kit_id");

            migrationBuilder.CreateIndex(
                name: "ix_kit_provider_id",
                schema: "materials",
                table: "kit",
                column: "provider_id");

            migrationBuilder.CreateIndex(
                name: "ix_kit_strand_id",
                schema: "materials",
                table: "kit",
                column: "strand_id");

            migrationBuilder.CreateIndex(
                name: "ix_kit_entry_material_id",
                schema: "materials",
                table: "kit_entry",
                column: "material_id");

            migrationBuilder.CreateIndex(
                name: "ix_material_changed_at",
                schema: "materials",
                table: "material",
                column: "changed_at");

            migrationBuilder.CreateIndex(
                name: "ix_material_provider_id",
                schema: "materials",
                table: "material",
                column: "provider_id");

            migrationBuilder.CreateIndex(
                name: "ix_material_strand_id",
                schema: "materials",
                table: "material",
                column: "strand_id");

            migrationBuilder.CreateIndex(
                name: "ix_material_use_group_id",
                schema: "materials",
                table: "material_use",
                column: "group_id");

            migrationBuilder.CreateIndex(
                name: "ix_material_use_material_id",
                schema: "materials",
                table: "material_use",
                column: "material_id");

            migrationBuilder.CreateIndex(
                name: "ix_material_use_provider_id",
                schema: "materials",
                table: "material_use",
                column: "provider_id");

            migrationBuilder.CreateIndex(
                name: "ix_material_use_session_id_material_id",
                schema: "materials",
                table: "material_use",
                columns: new[] { "session_id", "material_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_strand_name",
                schema: "materials",
                table: "strand",
                column: "name",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "file_piece",
                schema: "materials");

            migrationBuilder.DropTable(
                name: "group_kit",
                schema: "materials");

            migrationBuilder.DropTable(
                name: "kit_entry",
                schema: "materials");

            migrationBuilder.DropTable(
                name: "material_use",
                schema: "materials");

            migrationBuilder.DropTable(
                name: "edition",
                schema: "materials");

            migrationBuilder.DropTable(
                name: "kit",
                schema: "materials");

            migrationBuilder.DropTable(
                name: "material",
                schema: "materials");

            migrationBuilder.DropTable(
                name: "strand",
                schema: "materials");
        }
    }
}
