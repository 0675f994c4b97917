using System.Net;
using Courses.Contracts.Access;
using Courses.Questionnaires;
using Courses.Questionnaires.Features;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Questionnaires;

/// <summary>What the night does to sheets and tickets, above all to those that wait.</summary>
public sealed class QuestionnaireNightTests
{
    private static readonly (string, string)[] Fine = [("q-useful", "very"), ("q-recommend", "yes")];

    /// <summary>The canary stands in it: before the night each sheet has the transaction of its own ticket.</summary>
    [Fact]
    public async Task A_sheet_that_waits_has_another_key_place_and_transaction_after_each_night()
    {
        await using var city = await City.New();
        var (_, people) = await city.HasAskedRun(6);
        foreach (var (person, invitation) in people.Take(3))
        {
            Assert.Equal(HttpStatusCode.Redirect, (await city.Answers(person, invitation, Fine)).StatusCode);
        }

        var keys = await Keys();
        var before = TestDatabase.Engine == "PostgreSql" ? await Rows() : [];
        if (TestDatabase.Engine == "PostgreSql")
        {
            Assert.Equal(3, before.Count(row => row.Kind == "sheet" && before.Count(other => other.Txid == row.Txid && other.Kind == "ticket") == 1));
        }

        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.Equal(0, await city.Runs(MixSheets.Name));
            var now = await Keys();
            Assert.Equal(3, now.Count);
            Assert.Empty(now.Intersect(keys));
            keys = now;
            if (TestDatabase.Engine == "PostgreSql")
            {
                var rows = await Rows();
                Assert.Single(rows.Select(row => row.Txid).Distinct());
                Assert.Empty(rows.Select(row => row.Txid).Intersect(before.Select(row => row.Txid)));
                before = rows;
            }
        }

        Assert.Equal((3, 3), await city.InDatabase(async db => (await db.Set<Sheet>().CountAsync(sheet => !sheet.IsMixed && sheet.Answers.Count == 2), await db.Set<UsedTicket>().CountAsync())));
        Assert.DoesNotContain("data-sheets", await city.As(Roles.Administrator).GetStringAsync("/questionnaires/module-rating"), StringComparison.Ordinal);

        // Two more, and the five are one.
        foreach (var (person, invitation) in people.Skip(3).Take(2))
        {
            Assert.Equal(HttpStatusCode.Redirect, (await city.Answers(person, invitation, Fine)).StatusCode);
        }

        Assert.Equal(5, await city.Runs(MixSheets.Name));

        // Whoever answered is still known to the server alone.
        Assert.Contains("your answers have arrived", await city.AsNewcomer(people[0].Person).GetStringAsync($"/my/questionnaires/{people[0].Invitation}"), StringComparison.Ordinal);
        Assert.Equal(5, await city.InDatabase(db => db.Set<Sheet>().CountAsync()));

        Task<HashSet<Guid>> Keys() => city.InDatabase(async db => (await db.Set<Sheet>().Select(sheet => sheet.Id).Union(db.Set<SheetAnswer>().Select(answer => answer.SheetId)).ToListAsync()).ToHashSet());

        Task<List<WrittenRow>> Rows() => city.InDatabase(db => db.Database.SqlQueryRaw<WrittenRow>("select 'sheet' kind, xmin::text txid from questionnaires.sheet union all select 'ticket', xmin::text from questionnaires.used_ticket").ToListAsync());
    }

    /// <summary>Whoever types in four sheets that they know must not read the fifth, which came from a phone.</summary>
    [Fact]
    public async Task Sheets_that_were_typed_in_are_no_company_for_those_from_phones()
    {
        await using var city = await City.New();
        var (run, people) = await city.HasAskedRun(6);
        var coach = city.As(Roles.Coach);
        foreach (var _ in Enumerable.Range(0, 4))
        {
            await Types();
        }

        Assert.Equal(HttpStatusCode.Redirect, (await city.Answers(people[0].Person, people[0].Invitation, Fine)).StatusCode);
        Assert.Equal(0, await city.Runs(MixSheets.Name));
        var administrator = city.As(Roles.Administrator);
        Assert.DoesNotContain("data-sheets", await administrator.GetStringAsync("/questionnaires/module-rating"), StringComparison.Ordinal);

        await Types();
        Assert.Equal(5, await city.Runs(MixSheets.Name));
        Assert.Contains("data-sheets=\"5\"", await administrator.GetStringAsync($"/questionnaires/module-rating?part={run}"), StringComparison.Ordinal);
        Assert.Equal(["phone waits"], await city.InDatabase(db => db.Set<Sheet>().Where(sheet => !sheet.IsMixed).Select(sheet => sheet.IsTyped ? "paper waits" : "phone waits").ToListAsync()));
        Assert.False(await city.InDatabase(db => db.Set<Sheet>().AnyAsync(sheet => sheet.IsMixed && sheet.IsTyped)));

        async Task Types()
        {
            var typed = await coach.TypesIn("/questionnaires/module-rating/type-in", [("Subject", run.ToString()), .. Fine]);
            Assert.True(typed.StatusCode == HttpStatusCode.Redirect, await typed.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_huge_night_leaves_none_behind()
    {
        await using var city = await City.New();
        await city.HasQuestionnaire("self-assessment");
        await city.InDatabase(async db =>
        {
            var edition = await (from row in db.Set<Edition>() join questionnaire in db.Set<Questionnaire>() on row.QuestionnaireId equals questionnaire.Id where questionnaire.Code == "self-assessment" select row).SingleAsync();
            await db.Transact(
                async () =>
                {
                    var sheets = Enumerable.Range(0, 2003).Select(_ => new Sheet { Id = Guid.NewGuid(), EditionId = edition.Id, SubjectId = null, ProviderId = null, Month = new(2026, 11, 1), IsMixed = false, IsTyped = true }).ToArray();
                    await db.Engine.BulkInsert(db, sheets, CancellationToken.None);
                    await db.Engine.BulkInsert(db, sheets.Select(sheet => new SheetAnswer { Id = Guid.NewGuid(), SheetId = sheet.Id, Question = "access", Choice = "4", Written = null }).ToArray(), CancellationToken.None);
                    await db.Engine.BulkInsert(db, sheets.Select(sheet => new UsedTicket { Hash = $"{sheet.Id:N}{sheet.Id:N}", QuestionnaireId = edition.QuestionnaireId, IsMixed = false }).ToArray(), CancellationToken.None);
                },
                CancellationToken.None);
        });
        Assert.Equal(2003, await city.Runs(MixSheets.Name));
        Assert.Equal((2003, 2003, 2003), await city.InDatabase(async db => (await db.Set<Sheet>().CountAsync(sheet => sheet.IsMixed), await db.Set<SheetAnswer>().CountAsync(), await db.Set<UsedTicket>().CountAsync(ticket => ticket.IsMixed))));
        if (TestDatabase.Engine == "PostgreSql")
        {
            // One transaction, and the places follow the new keys.
            Assert.Equal(1, await city.InDatabase(db => db.Database.SqlQueryRaw<int>("select count(distinct xmin::text)::int as \"Value\" from (select xmin from questionnaires.sheet union all select xmin from questionnaires.sheet_answer union all select xmin from questionnaires.used_ticket) rows").SingleAsync()));
        }
    }

    internal sealed record WrittenRow(string Kind, string Txid);
}
