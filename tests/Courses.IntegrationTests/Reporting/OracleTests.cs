using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Courses.Contracts.Access;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Reporting;

/// <summary>The service beside SQL that was written without it, on the same rows: hundreds of generated questions have the same answer.</summary>
public sealed class OracleTests(City city) : IClassFixture<City>, IAsyncLifetime
{
    private static readonly bool SqlServer = TestDatabase.Engine == "SqlServer";

    // Each set as its own SQL, and what its columns are called there.
    private static readonly Set Sessions = new(
        "Sessions",
        "timetable.session s join timetable.study_group g on g.id = s.group_id",
        "s.id",
        [new("PlannedMinutes", "s.planned_minutes"), new("Class/Capacity", "(select c.capacity from timetable.study_group c join language_courses.class k on k.id = c.id where c.id = s.group_id)")],
        [new("GroupName", "g.name"), new("Class/Level", "(select k.level from language_courses.class c join language_courses.course k on k.id = c.course_id where c.id = s.group_id)")],
        [new("Date", "s.local_date")],
        [new("StartsAt", "s.starts_at"), new("CancelledAt", "s.cancelled_at")]);

    private static readonly Set People = new(
        "Participants",
        "participants.participant p",
        "p.id",
        [new("BirthYear", SqlServer ? "datepart(year, p.birth_date)" : "extract(year from p.birth_date)::int")],
        [new("Level", "p.level"), new("Language", "p.language"), new("Email", "p.email"), new("GivenName", "p.given_name")],
        [new("BirthDate", "p.birth_date"), new("ArrivedOn", "p.arrived_on"), new("FirstPermitOn", "p.first_permit_on")],
        [new("RegisteredAt", "p.registered_at")]);

    private int taught;

    public async Task InitializeAsync()
    {
        for (var i = 0; i < 4; i++)
        {
            var school = await city.HasReportedClass(people: 3 + i, programme: i % 2 == 0 ? "inlt" : null);
            await city.HasRun();
            string?[] levels = [null, "A1.1", "a1.2", "B1", "it''s 100%_", ""];
            for (var person = 0; person < school.Participants.Count; person++)
            {
                var level = levels[(person + i) % levels.Length];
                await Run($"update participants.participant set level = {(level is null ? "null" : $"'{level}'")}, arrived_on = {(person % 2 == 0 ? "null" : $"'2026-0{1 + i}-1{person}'")}, given_name = 'Ann{person % 3}' where id = '{school.Participants[person]}'");
            }

            await Run($"update timetable.session set planned_minutes = planned_minutes + {i * 5}, cancelled_at = case when local_date > '2026-12-01' then starts_at else null end where group_id = '{school.GroupId}'");
            taught++;
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Four_hundred_filters_find_what_SQL_finds()
    {
        Assert.Equal(4, taught);
        var client = city.As(Roles.Administrator, caseData: true);
        var random = new Random(2026);
        var rows = new Dictionary<Set, int> { [Sessions] = (await Ids($"select {Sessions.Key} from {Sessions.From}")).Count, [People] = (await Ids($"select {People.Key} from {People.From}")).Count };
        var telling = 0;
        var wrong = new List<string>();
        for (var i = 0; i < 440; i++)
        {
            var set = i % 2 == 0 ? Sessions : People;
            var (odata, sql) = i % 4 == 2 ? OverMarks(random, set) : set.Condition(random, 3);
            var expected = await Ids($"select {set.Key} from {set.From} where {sql}");
            var answer = await client.GetAsync($"/odata/{set.Name}?$select=Id&$filter={Uri.EscapeDataString(odata)}");
            var body = await answer.Content.ReadAsStringAsync();
            if (!answer.IsSuccessStatusCode)
            {
                wrong.Add($"{set.Name}: {odata}: {answer.StatusCode} {body}");
                continue;
            }

            var found = JsonDocument.Parse(body).RootElement.GetProperty("value").EnumerateArray().Select(row => row.GetProperty("Id").GetString()!).Order(StringComparer.Ordinal).ToList();
            if (!expected.SequenceEqual(found))
            {
                wrong.Add($"{set.Name}: {odata}: {found.Count} for {expected.Count} of\n  {sql}");
            }

            telling += expected.Count > 0 && expected.Count < rows[set] ? 1 : 0;
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n{string.Join('\n', wrong.Take(12))}");
        Assert.True(telling > 100, $"Only {telling} of the questions tell rows apart.");
    }

    [Fact]
    public async Task Groups_have_the_sums_that_SQL_has()
    {
        var client = city.As(Roles.Administrator);
        const string From = "attendance.mark m join timetable.session s on s.id = m.session_id join timetable.study_group g on g.id = s.group_id join participants.participant p on p.id = m.participant_id";
        (string OData, string Sql)[] keys = [("ProviderId", "s.provider_id"), ("Date", "s.local_date"), ("Participant/Level", "p.level"), ("Session/GroupName", "g.name"), ("Scanned", "m.scanned"), ("Session/PlannedMinutes", "s.planned_minutes")];
        (string OData, string Sql)[] sums =
        [
            ("$count as A", "count(*)"), ("PresentMinutes with sum as B", "sum(m.present_minutes)"), ("PresentMinutes with min as C", "min(m.present_minutes)"), ("Session/PlannedMinutes with max as D", "max(s.planned_minutes)"),
            ("ParticipantId with countdistinct as E", "count(distinct m.participant_id)"), ("PresentMinutes with average as F", "avg(m.present_minutes * 1.0)"),
            ("Participant/Level with countdistinct as G", "count(distinct p.level)"), ("PresentMinutes mul 2 with sum as H", "sum(m.present_minutes * 2)"), ("Participant/Level with max as I", "max(p.level)"),
        ];
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            var by = keys.OrderBy(_ => random.Next()).Take(1 + (i % 3)).ToArray();
            var of = sums.OrderBy(_ => random.Next()).Take(1 + random.Next(4)).ToArray();
            var least = random.Next(3) == 0 ? 30 : -1;
            var apply = $"filter(PresentMinutes gt {least})/groupby(({string.Join(',', by.Select(key => key.OData))}),aggregate({string.Join(',', of.Select(sum => sum.OData))}))";
            var sql = $"select {string.Join(", ", by.Concat(of).Select(column => column.Sql))} from {From} where m.present_minutes > {least} group by {string.Join(", ", by.Select(key => key.Sql))}";
            var expected = (await Rows(sql)).Select(row => string.Join('|', row.Select(Text))).Order(StringComparer.Ordinal).ToList();
            var answer = await client.GetAsync($"/odata/AttendanceMarks?$apply={Uri.EscapeDataString(apply)}");
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{apply}: {body}");
            var found = JsonDocument.Parse(body).RootElement.GetProperty("value").EnumerateArray()
                .Select(row => string.Join('|', by.Select(key => key.OData.Split('/').Aggregate(row, (at, name) => at.GetProperty(name))).Concat(of.Select(sum => row.GetProperty(sum.OData[^1..]))).Select(Text))).Order(StringComparer.Ordinal).ToList();
            Assert.True(expected.SequenceEqual(found), $"{apply}\n{string.Join('\n', found.Except(expected))}\nfor\n{string.Join('\n', expected.Except(found))}");
        }
    }

    [Fact]
    public async Task Every_nullable_column_orders_a_complete_walk_with_null_first()
    {
        // PostgreSQL sorts null last: the library's own pages lose and repeat rows there.
        var client = city.As(Roles.Administrator, caseData: true);
        foreach (var (set, column) in new[] { ("Sessions", "CancelledAt"), ("Sessions", "RegisterSignedAt"), ("Participants", "Level"), ("Participants", "ArrivedOn"), ("Participants", "Email"), ("AttendanceMarks", "ProgrammeCode"), ("Providers", "AccreditedFrom"), ("Enrolments", "Until"), ("Sessions", "Run/Language") })
        {
            foreach (var direction in new[] { "", " desc" })
            {
                var expected = await client.GetStringAsync($"/odata/{set}/$count");
                List<(string Row, bool Known)> found = [];
                for (var next = $"/odata/{set}?$orderby={column}{direction}&$compute={column} as V"; next is not null;)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, next);
                    request.Headers.Add("Prefer", "odata.maxpagesize=7");
                    var answer = await client.SendAsync(request);
                    var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
                    Assert.True(answer.IsSuccessStatusCode, page.GetRawText());
                    found.AddRange(page.GetProperty("value").EnumerateArray().Select(row => (row.GetRawText(), row.GetProperty("V").ValueKind != JsonValueKind.Null)));
                    next = page.TryGetProperty("@odata.nextLink", out var link) ? link.GetString() : null;
                }

                Assert.Equal(expected, found.Select(row => row.Row).Distinct().Count().ToString(CultureInfo.InvariantCulture));
                Assert.Equal(found.Count, found.Select(row => row.Row).Distinct().Count());
                Assert.Equal(direction.Length == 0 ? found.OrderBy(row => row.Known).Select(row => row.Known) : found.OrderByDescending(row => row.Known).Select(row => row.Known), found.Select(row => row.Known));
            }
        }
    }

    private static (string OData, string Sql) OverMarks(Random random, Set set)
    {
        var minutes = random.Next(3) * 45;
        var (mark, belongs) = ("attendance.mark m", set == Sessions ? "m.session_id = s.id" : "m.participant_id = p.id");
        return random.Next(5) switch
        {
            0 => ($"Marks/any(m:m/PresentMinutes gt {minutes})", $"exists (select 1 from {mark} where {belongs} and m.present_minutes > {minutes})"),
            1 => ($"Marks/all(m:m/PresentMinutes le {minutes})", $"not exists (select 1 from {mark} where {belongs} and not m.present_minutes <= {minutes})"),
            2 => ($"Marks/$count ge {minutes / 15}", $"(select count(*) from {mark} where {belongs}) >= {minutes / 15}"),
            3 => ($"not Marks/any() or Marks/$count($filter=PresentMinutes eq 90) gt 2", $"(not exists (select 1 from {mark} where {belongs}) or (select count(*) from {mark} where {belongs} and m.present_minutes = 90) > 2)"),
            _ => ($"Marks/any(m:m/Participant/Level eq 'B1' or contains(m/Participant/Level,'1'))",
                $"exists (select 1 from {mark} join participants.participant q on q.id = m.participant_id where {belongs} and (q.level = 'B1' or q.level like '%1%'))"),
        };
    }

    private static string Text(object? value) => value switch
    {
        null or DBNull => "null",
        bool flag => flag ? "true" : "false",
        DateTime day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        int or long or double or decimal => Convert.ToDecimal(value, CultureInfo.InvariantCulture).ToString("0.######", CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => Text(value.GetDecimal()),
        _ => value.GetString()!,
    };

    private Task<int> Run(string sql) => city.InDatabase(db => db.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{", StringComparison.Ordinal)));

    private async Task<List<string>> Ids(string sql) => [.. (await Rows(sql)).Select(row => row[0]!.ToString()!).Order(StringComparer.Ordinal)];

    private Task<List<object?[]>> Rows(string sql) => city.InDatabase(async db =>
    {
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        var rows = new List<object?[]>();
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var row = new object?[reader.FieldCount];
            reader.GetValues(row!);
            rows.Add(row);
        }

        return rows;
    });

    private sealed record Field(string OData, string Sql);

    private sealed record Set(string Name, string From, string Key, Field[] Numbers, Field[] Texts, Field[] Days, Field[] Instants)
    {
        /// <summary>A random condition in both languages. A comparison is true or false; a function of null is neither, as in SQL.</summary>
        public (string OData, string Sql) Condition(Random random, int depth)
        {
            if (depth > 0 && random.Next(3) > 0)
            {
                var (left, leftSql) = Condition(random, depth - 1);
                if (random.Next(3) == 0)
                {
                    return ($"not ({left})", $"not ({leftSql})");
                }

                var (right, rightSql) = Condition(random, depth - 1);
                var word = random.Next(2) == 0 ? "and" : "or";
                return ($"({left} {word} {right})", $"({leftSql} {word} {rightSql})");
            }

            var text = Text(random);
            return random.Next(9) switch
            {
                0 => Compared(random, Number(random, 2), Number(random, 1)),
                1 => Compared(random, text, Pick(random, new Field("'A1.1'", "'A1.1'"), new("'uk'", "'uk'"), new("'B'", "'B'"), new("'Ann1'", "'Ann1'"))),
                2 => Compared(random, Pick(random, Days), Pick(random, new Field("2026-11-02", "'2026-11-02'"), new("1991-01-01", "'1991-01-01'"), new("2026-11-02T15:00:00%2B02:00".Replace("%2B", "+", StringComparison.Ordinal), "'2026-11-02'"), new("2026-03-12T00:00:00Z", "'2026-03-12'"))),
                3 => Compared(random, Pick(random, Instants), Pick(random, new Field("2026-11-02T18:00:00+01:00", "'2026-11-02 17:00:00+00:00'"), new("2026-12-05T00:00:00Z", "'2026-12-05 00:00:00+00:00'"))),
                4 => IsNull(random, text),
                5 => IsNull(random, Pick(random, [.. Days, .. Instants])),
                6 => OneOf(random, text),
                7 => Year(random),
                _ => Function(random, text),
            };
        }

        private static (string OData, string Sql) Compared(Random random, Field left, Field right)
        {
            var (word, sign) = Pick(random, ("eq", "="), ("ne", "<>"), ("gt", ">"), ("ge", ">="), ("lt", "<"), ("le", "<="));
            // Null is equal to null and to nothing else; beside null nothing is greater or less.
            var same = Truth($"{left.Sql} = {right.Sql} or ({left.Sql} is null and {right.Sql} is null)");
            var sql = sign switch { "=" => same, "<>" => $"not {same}", _ => Truth($"{left.Sql} {sign} {right.Sql}") };
            return ($"{left.OData} {word} {right.OData}", sql);
        }

        private static string Truth(string condition) => $"(case when {condition} then 1 else 0 end) = 1";

        private static (string OData, string Sql) IsNull(Random random, Field field) => random.Next(2) == 0 ? ($"{field.OData} eq null", $"{field.Sql} is null") : ($"{field.OData} ne null", $"{field.Sql} is not null");

        private static (string OData, string Sql) OneOf(Random random, Field field) => random.Next(2) == 0
            ? ($"{field.OData} in ('A1.1','B1','uk','Ann2')", Truth($"{field.Sql} in ('A1.1', 'B1', 'uk', 'Ann2')"))
            : ($"({string.Join(" or ", Enumerable.Range(0, 12).Select(i => $"{field.OData} eq 'Ann{i}'"))})", Truth($"{field.Sql} in ({string.Join(", ", Enumerable.Range(0, 12).Select(i => $"'Ann{i}'"))})"));

        private (string OData, string Sql) Year(Random random)
        {
            var day = Pick(random, Days);
            return Compared(random, new($"month({day.OData})", SqlServer ? $"datepart(month, {day.Sql})" : $"extract(month from {day.Sql})"), new("6", "6"));
        }

        private static (string OData, string Sql) Function(Random random, Field text)
        {
            var (piece, like) = Pick(random, ("1", "1"), ("A", "A"), ("n", "n"), ("''s", "''s"), ("%", @"\%"), ("_", @"\_"), ("xyz", "xyz"));
            var (odata, sql) = random.Next(3) switch
            {
                0 => ($"contains({text.OData},'{piece}')", $"{text.Sql} like '%{like}%' escape '\\'"),
                1 => ($"startswith({text.OData},'{piece}')", $"{text.Sql} like '{like}%' escape '\\'"),
                _ => ($"endswith({text.OData},'{piece}')", $"{text.Sql} like '%{like}' escape '\\'"),
            };
            return random.Next(5) switch
            {
                0 => ($"{odata} eq false", Truth($"not ({sql})")),
                1 => ($"{odata} eq true", Truth(sql)),
                _ => (odata, sql),
            };
        }

        private Field Text(Random random)
        {
            var column = Pick(random, Texts);
            return random.Next(5) switch
            {
                0 => new($"tolower({column.OData})", $"lower({column.Sql})"),
                1 => new($"toupper({column.OData})", $"upper({column.Sql})"),
                2 => new($"concat({column.OData},'1')", SqlServer ? $"({column.Sql} + '1')" : $"({column.Sql} || '1')"),
                _ => column,
            };
        }

        private Field Number(Random random, int depth)
        {
            if (depth > 0 && random.Next(2) == 0)
            {
                var (left, right) = (Number(random, depth - 1), Number(random, depth - 1));
                var (word, sign) = Pick(random, ("add", "+"), ("sub", "-"), ("mul", "*"));
                return new($"({left.OData} {word} {right.OData})", $"({left.Sql} {sign} {right.Sql})");
            }

            var text = Pick(random, Texts);
            var half = Pick(random, Numbers);
            return random.Next(4) switch
            {
                0 => Pick(random, new Field("90", "90"), new("2", "2"), new("1991", "1991")),
                1 => new($"length({text.OData})", SqlServer ? $"len({text.Sql})" : $"length({text.Sql})"),
                2 => new($"round({half.OData} div 2.0)", $"floor({half.Sql} / 2.0 + 0.5)"),
                _ => Pick(random, Numbers),
            };
        }

        private static T Pick<T>(Random random, params T[] of) => of[random.Next(of.Length)];
    }
}
