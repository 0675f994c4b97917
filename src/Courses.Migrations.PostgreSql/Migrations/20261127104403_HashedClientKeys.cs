using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class HashedClientKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Keys of the time before were kept as clients sent them, within their scope, which ends with a colon. A repeat must still find its answer.
            migrationBuilder.Sql("update platform.client_request set key = encode(sha256(convert_to(key, 'UTF8')), 'hex') where position(':' in key) > 0;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // A hash has no way back, and needs none: the column is the same.
        }
    }
}
