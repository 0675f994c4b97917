using System.Net;
using System.Text;
using System.Text.Json;
using Courses.Access;
using Courses.Contracts.Access;
using Courses.IntegrationTests.Jobs;
using Courses.Messaging;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Platform.Work;
using Courses.Reporting;
using Courses.Reporting.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Reporting;

/// <summary>Long lists as files: what OData answers, made as work, for who asked and for nobody else.</summary>
public sealed class ExportTests(City city) : IClassFixture<City>
{
    private const string Options = "$select=SessionId,ParticipantId,Date,State&$orderby=Date desc,State";

    [Fact]
    public async Task A_file_is_the_query_read_page_by_page_and_who_asked_is_told()
    {
        await using var node = await Working();
        var school = await city.HasReportedClass(people: 4);
        var (email, admin) = await HasAdministrator();
        var options = $"$filter=ProviderId eq {school.ProviderId}&{Options}";
        var export = await Done(await Ask(admin, "AttendanceMarks", options));
        var file = await Fetched(admin, export.Id);

        Assert.Equal(await admin.GetByteArrayAsync($"/odata/AttendanceMarks?{options}&$format=csv"), file);
        var lines = Encoding.UTF8.GetString(file).TrimStart('\ufeff').TrimEnd().Split("\r\n")[1..];
        Assert.Equal(await PageByPage(admin, $"/odata/AttendanceMarks?{options}"), lines);
        Assert.Equal((32, 32L, (long)file.Length, 7), (lines.Length, export.Rows, export.Bytes, await city.InDatabase(db => db.Set<ExportPiece>().CountAsync(piece => piece.ExportId == export.Id))));
        var work = await WorkOf(export.Id);
        Assert.Equal((32, 32), (work.DoneCount, work.TotalCount));

        var letter = await city.InDatabase(db => db.Set<Message>().AsNoTracking().SingleAsync(message => message.StaffEmail == email && message.Kind == ExportRows.Letter));
        Assert.Equal(("AttendanceMarks", "32", "7"), letter.DetailList is [var set, var rows, var days] ? (set, rows, days) : default);
        Assert.Equal(["export.asked", "export.fetched"], await city.InDatabase(db => db.Set<AuditEntry>().Where(entry => entry.Subject == export.Id).OrderBy(entry => entry.Act).Select(entry => entry.Act).ToListAsync()));
        Assert.Contains($"/admin/exports/{export.Id}/rows.csv", await admin.GetStringAsync("/admin/exports"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_fetches_it_not_even_another_administrator()
    {
        await using var node = await Working();
        await city.HasReportedClass();
        var (_, admin) = await HasAdministrator();
        var export = await Done(await Ask(admin, "Providers", ""));
        var other = (await HasAdministrator()).Client;
        foreach (var (client, answer) in new[] { (other, HttpStatusCode.NotFound), (city.As(Roles.Auditor), HttpStatusCode.NotFound), (city.As(Roles.Coach), HttpStatusCode.Forbidden) })
        {
            Assert.Equal(answer, (await client.GetAsync($"/admin/exports/{export.Id}/rows.csv")).StatusCode);
        }

        Assert.DoesNotContain(export.Id.ToString(), await other.GetStringAsync("/admin/exports"), StringComparison.Ordinal);
        Assert.StartsWith("\ufeffId,", Encoding.UTF8.GetString(await Fetched(admin, export.Id)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_that_is_stopped_in_its_middle_leaves_nothing_and_starts_again_with_the_rights_of_that_moment()
    {
        var gate = new HoldsSecondPiece();
        await using var node = await Working(gate);
        await city.HasReportedClass(people: 6);
        var (_, admin) = await HasAdministrator(caseData: true);
        var asked = Ask(admin, "Participants", "$filter=FamilyName eq 'O''Hara'");
        await gate.Reached.Task;
        var id = await asked;
        var work = await WorkOf(id);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync($"/admin/exports/{id}/rows.csv")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await admin.Submit($"/work/{work.Id}?handler=Cancel")).StatusCode);
        await JobTests.Eventually(() => WorkOf(id), seen => seen.State == WorkState.Cancelled);
        Assert.Equal(0, await city.InDatabase(db => db.Set<ExportPiece>().CountAsync(piece => piece.ExportId == id)));
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync($"/admin/exports/{id}/rows.csv")).StatusCode);

        gate.MayGoOn.SetResult();
        Assert.Equal(HttpStatusCode.Redirect, (await admin.Submit($"/work/{work.Id}?handler=Retry")).StatusCode);
        var head = Encoding.UTF8.GetString(await Fetched(admin, (await Done(id)).Id)).Split("\r\n")[0];
        Assert.Contains("FamilyName", head, StringComparison.Ordinal);

        // Who may see no names any more gets none, and a filter by name is no question then.
        await city.InDatabase(db => db.Set<StaffRole>().Where(role => role.AccountId == work.AskedBy).ExecuteUpdateAsync(set => set.SetProperty(role => role.CaseData, false)));
        var (refused, whole) = (await Wanted(work, "Participants?$filter=FamilyName eq 'O''Hara'"), await Wanted(work, "Participants"));
        await node.Services.GetRequiredService<WorkRunner>().Run((await WorkOf(refused)).Id, CancellationToken.None);
        await node.Services.GetRequiredService<WorkRunner>().Run((await WorkOf(whole)).Id, CancellationToken.None);
        Assert.Equal((WorkState.Failed, "export.refused"), await WorkOf(refused) is var no ? (no.State, no.Code) : default);
        var cut = await JobTests.Eventually(() => city.InDatabase(db => db.Set<Export>().AsNoTracking().SingleAsync(row => row.Id == whole)), export => export.DoneAt is not null);
        Assert.Equal(await city.InDatabase(db => db.Set<Courses.Participants.Participant>().CountAsync()), cut.Rows);
        Assert.DoesNotContain("FamilyName", await HeadOf(cut), StringComparison.Ordinal);

        await city.InDatabase(db => db.Set<StaffRole>().Where(role => role.AccountId == work.AskedBy).ExecuteDeleteAsync());
        var gone = await Wanted(work, "Providers");
        await node.Services.GetRequiredService<WorkRunner>().Run((await WorkOf(gone)).Id, CancellationToken.None);
        Assert.Equal("export.no-right", (await WorkOf(gone)).Code);
    }

    /// <summary>The first node was cut off in the middle and does not know it: the second makes the file, and what the first still writes is nobody's.</summary>
    [Fact]
    public async Task A_node_that_is_lost_in_the_middle_is_replaced_and_spoils_nothing()
    {
        var gate = new HoldsSecondPiece();
        var first = await Working(gate, everyLockIsFree: true);
        await city.HasReportedClass(people: 5);
        var (_, admin) = await HasAdministrator();
        var asked = Ask(admin, "AttendanceMarks", Options);
        await gate.Reached.Task;
        var id = await asked;
        await using (var second = await Working(everyLockIsFree: true))
        {
            await second.Services.GetRequiredService<WorkRunner>().Run((await WorkOf(id)).Id, CancellationToken.None);
            var file = await Fetched(admin, (await Done(id)).Id);
            gate.MayGoOn.SetResult();
            await first.DisposeAsync();
            Assert.Equal(file, await Fetched(admin, id));
            Assert.Equal(await admin.GetByteArrayAsync($"/odata/AttendanceMarks?{Options}&$format=csv"), file);
        }

        Assert.Equal((WorkState.Done, 2), await WorkOf(id) is var work ? (work.State, work.Starts) : default);
    }

    [Theory]
    [InlineData("AttendanceMarks", "$filter=Nothing eq 1", "Nothing")]
    [InlineData("AttendanceMarks", "$expand=Session($expand=Marks)", "no place for the rows of an expanded collection")]
    [InlineData("NoSuchSet", "", "nothing at this address")]
    [InlineData("$metadata", "", "Only the rows of a set")]
    [InlineData("Providers/$count", "", "Only the rows of a set")]
    [InlineData("Providers", "$skiptoken=x", "$skiptoken")]
    public async Task What_is_no_question_is_refused_at_once_and_nothing_is_lost(string set, string options, string says)
    {
        var admin = city.As(Roles.Administrator);
        var answer = await admin.Submit("/admin/exports", ("Set", set), ("Options", options));
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(answer.StatusCode == HttpStatusCode.Conflict, page);
        Assert.Contains(says, page, StringComparison.Ordinal);
        Assert.Contains(options, page, StringComparison.Ordinal);
        Assert.Equal(0, await city.InDatabase(db => db.Set<Export>().CountAsync(export => export.Question.StartsWith(set + "?" + options))));
    }

    [Fact]
    public async Task A_file_is_kept_for_some_days()
    {
        var (_, admin) = await HasAdministrator();
        Guid id;
        await using (await Working())
        {
            id = (await Done(await Ask(admin, "Providers", ""))).Id;
        }

        city.Clock.Advance(TimeSpan.FromDays(6));
        await city.Forgets("exports");
        await Fetched(admin, id);
        city.Clock.Advance(TimeSpan.FromDays(2));
        Assert.NotEqual(0, await city.Forgets("exports"));
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync($"/admin/exports/{id}/rows.csv")).StatusCode);
        Assert.Equal(0, await city.InDatabase(db => db.Set<ExportPiece>().CountAsync(piece => piece.ExportId == id)));
    }

    private async Task<(string Email, HttpClient Client)> HasAdministrator(bool caseData = false)
    {
        var email = $"{Guid.NewGuid():N}@city.example";
        return (email, city.AsAccount(await city.HasAccount(email, Roles.Administrator, caseData: caseData)));
    }

    /// <summary>A node that works, five rows at a time.</summary>
    private async Task<WebApplicationFactory<Program>> Working(HoldsSecondPiece? gate = null, bool everyLockIsFree = false)
    {
        var node = JobTests.Node(
            city,
            services =>
            {
                // By the city's clock, or a night would delete files that were asked for by it.
                services.AddSingleton<TimeProvider>(city.Clock);
                if (gate is not null)
                {
                    services.ConfigureDbContext<CoursesDb>(options => options.AddInterceptors(gate));
                }

                if (everyLockIsFree)
                {
                    services.AddSingleton(_ => JobTests.EveryLockIsFree.Of(Engines.Named(TestDatabase.Engine)));
                }
            },
            settings: ("COURSES_EXPORT_ROWS_AT_ONCE", "5"));
        await JobTests.Eventually(() => node.Services.GetRequiredService<JobDesk>().Nodes(CancellationToken.None), nodes => nodes is { Count: > 0 });
        return node;
    }

    /// <summary>Asks for the file on the page; it need not be there when this answers.</summary>
    private async Task<Guid> Ask(HttpClient client, string set, string options)
    {
        var before = await city.InDatabase(db => db.Set<Export>().Select(export => export.Id).ToListAsync());
        var answer = await client.Submit("/admin/exports", ("Set", set), ("Options", options));
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return await city.InDatabase(db => db.Set<Export>().Where(export => !before.Contains(export.Id)).Select(export => export.Id).SingleAsync());
    }

    /// <summary>Asked for by the same person, and not queued.</summary>
    private async Task<Guid> Wanted(WorkItem like, string question)
    {
        var id = Guid.CreateVersion7();
        var export = new Export { AskedBy = like.AskedBy, AskedByName = like.AskedByName, AskedAt = city.Clock.GetUtcNow(), Set = "Participants", Question = question };
        var work = new WorkItem { Name = ExportRows.Name, Arguments = JsonSerializer.Serialize(new ExportOrder(id, "en")), AskedBy = like.AskedBy, AskedByName = like.AskedByName, AskedAs = like.AskedAs, AskedAt = like.AskedAt };
        work.Queue(city.Clock.GetUtcNow());
        await city.InDatabase(async db =>
        {
            db.Entry(export).Property(row => row.Id).CurrentValue = id;
            db.AddRange(export, work);
            await db.SaveChangesAsync();
        });
        return id;
    }

    private async Task<Export> Done(Guid id)
    {
        var work = await JobTests.Eventually(() => WorkOf(id), seen => seen.HasEnded);
        Assert.True(work.State == WorkState.Done, work.Error ?? work.Code);
        return await city.InDatabase(db => db.Set<Export>().AsNoTracking().SingleAsync(export => export.Id == id));
    }

    private Task<WorkItem> WorkOf(Guid export) =>
        city.InDatabase(db => db.Set<WorkItem>().AsNoTracking().SingleAsync(work => work.Name == ExportRows.Name && work.Arguments.Contains(export.ToString())));

    private static async Task<byte[]> Fetched(HttpClient client, Guid id)
    {
        var answer = await client.GetAsync($"/admin/exports/{id}/rows.csv");
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private async Task<string> HeadOf(Export export)
    {
        var content = await city.InDatabase(db => db.Set<ExportPiece>().Where(piece => piece.Run == export.MadeBy && piece.Number == 0).Select(piece => piece.Content).SingleAsync());
        await using var zip = new System.IO.Compression.GZipStream(new MemoryStream(content), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(zip);
        return (await reader.ReadLineAsync())!;
    }

    private static async Task<List<string>> PageByPage(HttpClient client, string address)
    {
        var lines = new List<string>();
        for (string? next = address; next is not null;)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, next);
            request.Headers.Add("Prefer", "odata.maxpagesize=3");
            using var page = JsonDocument.Parse(await (await client.SendAsync(request)).Content.ReadAsStringAsync());
            lines.AddRange(page.RootElement.GetProperty("value").EnumerateArray().Select(row => string.Join(',', row.EnumerateObject().Where(value => !value.Name.StartsWith('@')).Select(value => value.Value.ToString()))));
            next = page.RootElement.TryGetProperty("@odata.nextLink", out var link) ? link.GetString() : null;
        }

        return lines;
    }

    /// <summary>Lets the first piece be stored, and the second only when it may.</summary>
    private sealed class HoldsSecondPiece : SaveChangesInterceptor
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource MayGoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (eventData.Context!.ChangeTracker.Entries<ExportPiece>().Any(piece => piece is { State: EntityState.Added, Entity.Number: 1 }))
            {
                Reached.TrySetResult();
                await MayGoOn.Task.WaitAsync(cancellationToken);
            }

            return result;
        }
    }
}
