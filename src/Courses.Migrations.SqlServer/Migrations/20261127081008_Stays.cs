using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Courses.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Stays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The old days stay where they are, read by nobody: a later version drops them. They are nullable from the first migration on, which no SQL Server had taken before it was mended.

            migrationBuilder.AddColumn<int>(
                name: "waiting_number",
                schema: "timetable",
                table: "enrolment_change",
                type: "int",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "stay",
                schema: "timetable",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    enrolment_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    booking_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    group_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    participant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    programme_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    counts_from = table.Column<DateOnly>(type: "date", nullable: false),
                    counts_until = table.Column<DateOnly>(type: "date", nullable: true),
                    began = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    begun_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ended = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    ended_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stay", x => x.id);
                    table.ForeignKey(
                        name: "fk_stay_enrolment_booking_id",
                        column: x => x.booking_id,
                        principalSchema: "timetable",
                        principalTable: "enrolment",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_stay_enrolment_enrolment_id",
                        column: x => x.enrolment_id,
                        principalSchema: "timetable",
                        principalTable: "enrolment",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_stay_booking_id",
                schema: "timetable",
                table: "stay",
                column: "booking_id");

            migrationBuilder.CreateIndex(
                name: "ix_stay_enrolment_id",
                schema: "timetable",
                table: "stay",
                column: "enrolment_id");

            migrationBuilder.CreateIndex(
                name: "ix_stay_group_id_participant_id",
                schema: "timetable",
                table: "stay",
                columns: new[] { "group_id", "participant_id" });

            migrationBuilder.CreateIndex(
                name: "ix_stay_open",
                schema: "timetable",
                table: "stay",
                column: "enrolment_id",
                unique: true,
                filter: "counts_until is null");

            migrationBuilder.CreateIndex(
                name: "ix_stay_participant_id",
                schema: "timetable",
                table: "stay",
                column: "participant_id");

            // Who had a seat is in the changes: each enrolling began a stay, the next change ended it. The last one has its days in the enrolment; those before are told by the
            // moments of their changes, and give way where two would share a day. Waiting was never a stay.
            migrationBuilder.Sql(
                """
                with begun as (
                    select c.id, c.enrolment_id, e.group_id, e.participant_id, e.programme_code, c.at, c.changed_by, e.counts_until as last_day,
                        case when exists (select 1 from timetable.enrolment_change l where l.enrolment_id = c.enrolment_id and l.at > c.at and l.state <> 'Withdrawn') then 0 else 1 end as is_last,
                        case when exists (select 1 from timetable.enrolment_change l where l.enrolment_id = c.enrolment_id and l.at > c.at and l.state <> 'Withdrawn')
                            then cast(c.at as date) else e.counts_from end as counts_from,
                        (select min(n.at) from timetable.enrolment_change n where n.enrolment_id = c.enrolment_id and n.at > c.at) as next_at
                    from timetable.enrolment_change c join timetable.enrolment e on e.id = c.enrolment_id
                    where c.state = 'Enrolled'
                ), told as (
                    select begun.*, lead(begun.counts_from) over (partition by begun.enrolment_id order by begun.at) as next_from from begun
                ), ended as (
                    select told.*, n.at as ended_at, n.changed_by as ended_by,
                        case when n.id is null then null when n.reason = 'class-cancelled' then 'ClassCancelled' else 'Left' end as how,
                        case when told.is_last = 1 then told.last_day
                            when told.next_from is null or cast(n.at as date) < told.next_from then cast(n.at as date)
                            else (select max(s.local_date) from timetable.session s where s.group_id = told.group_id and s.local_date < told.next_from) end as counts_until
                    from told left join timetable.enrolment_change n on n.enrolment_id = told.enrolment_id and n.at = told.next_at
                )
                insert into timetable.stay (id, enrolment_id, booking_id, group_id, participant_id, programme_code, counts_from, counts_until, began, begun_at, begun_by, ended, ended_at, ended_by)
                select id, enrolment_id, enrolment_id, group_id, participant_id, programme_code, counts_from, counts_until, 'Booked', ended.at, changed_by, how, ended_at, ended_by
                from ended
                where is_last = 1 or counts_until is not null;
                """);

            // Rows without changes were written in bulk.
            migrationBuilder.Sql(
                """
                insert into timetable.stay (id, enrolment_id, booking_id, group_id, participant_id, programme_code, counts_from, counts_until, began, begun_at, begun_by, ended, ended_at, ended_by)
                select e.id, e.id, e.id, e.group_id, e.participant_id, e.programme_code, e.counts_from, e.counts_until, 'Booked', e.created_at, e.participant_id,
                    case when e.counts_until is null then null else 'Left' end, case when e.counts_until is null then null else e.created_at end, case when e.counts_until is null then null else e.participant_id end
                from timetable.enrolment e
                where e.state <> 'Waiting' and not exists (select 1 from timetable.enrolment_change c where c.enrolment_id = e.id);
                """);

            // 'Absent' that no fact says, only a register that expected somebody who was not in the class that day: derived wrongly, and not derived any more.
            migrationBuilder.Sql(
                """
                delete from attendance.mark where fact_id is null and not exists (
                    select 1 from timetable.stay t join timetable.session s on s.group_id = t.group_id
                    where s.id = attendance.mark.session_id and t.participant_id = attendance.mark.participant_id
                        and t.counts_from <= s.local_date and (t.counts_until is null or t.counts_until >= s.local_date));
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "stay",
                schema: "timetable");

            migrationBuilder.DropColumn(
                name: "waiting_number",
                schema: "timetable",
                table: "enrolment_change");
        }
    }
}
