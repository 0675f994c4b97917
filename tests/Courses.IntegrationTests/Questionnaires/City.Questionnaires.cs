using System.Net;
using Courses.Contracts.Access;
using Courses.Contracts.Timetable;
using Courses.Questionnaires;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests;

public sealed partial class City
{
    /// <summary>All that come with the product, and this one open.</summary>
    public async Task<Guid> HasQuestionnaire(string code)
    {
        var administrator = As(Roles.Administrator);
        if (!await InDatabase(db => db.Set<Questionnaire>().AnyAsync()))
        {
            Assert.Equal(HttpStatusCode.Redirect, (await administrator.Act("/admin/questionnaires", "Shipped")).StatusCode);
        }

        if (!await InDatabase(db => db.Set<Questionnaire>().AnyAsync(row => row.Code == code && row.OpenedOn != null && row.ClosedOn == null)))
        {
            Assert.Equal(HttpStatusCode.Redirect, (await administrator.Act($"/questionnaires/{code}", "Open")).StatusCode);
        }

        return await InDatabase(db => db.Set<Questionnaire>().Where(row => row.Code == code).Select(row => row.Id).SingleAsync());
    }

    /// <summary>People with a seat in a group, all of whom are asked about it now.</summary>
    internal async Task<IReadOnlyList<(Guid Person, Guid Invitation)>> Asks(string code, Guid group)
    {
        var questionnaire = await HasQuestionnaire(code);
        var asked = await As(Roles.Administrator).AsksAll($"/questionnaires/{code}", $"group:{group}");
        Assert.True(asked.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.Conflict, await asked.Content.ReadAsStringAsync());
        return [.. (await InDatabase(db => db.Set<Invitation>().Where(row => row.QuestionnaireId == questionnaire && row.SubjectId == group).OrderBy(row => row.Id).Select(row => new { row.ParticipantId, row.Id }).ToListAsync())).Select(row => (row.ParticipantId, row.Id))];
    }

    /// <summary>A run of a module whose people are asked about it now.</summary>
    internal async Task<(Guid Run, IReadOnlyList<(Guid Person, Guid Invitation)> People)> HasAskedRun(int people, (Guid ProviderId, Guid VenueId)? school = null)
    {
        var run = await HasRun(school: school);
        await HasSeats(run, people);
        return (run, await Asks("module-rating", run));
    }

    public async Task<IReadOnlyList<Guid>> HasSeats(Guid group, int people, string? programme = null)
    {
        var ids = new List<Guid>();
        for (var i = 0; i < people; i++)
        {
            var person = await HasPerson($"Guest{i}");
            await InScope(async services =>
            {
                var db = services.GetRequiredService<Courses.Platform.Database.CoursesDb>();
                return await db.Transact(() => services.GetRequiredService<ITimetable>().TakeSeat(group, person, programme, CancellationToken.None), CancellationToken.None);
            });
            ids.Add(person);
        }

        return ids;
    }

    /// <summary>Somebody was asked and has not answered.</summary>
    internal async Task<Guid> HasInvitation(string code, Guid person, Guid? subject = null)
    {
        var questionnaire = await HasQuestionnaire(code);
        return await InDatabase(async db =>
        {
            var edition = await db.Set<Edition>().Where(row => row.QuestionnaireId == questionnaire).OrderByDescending(row => row.Number).Select(row => row.Id).FirstAsync();
            var day = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);
            var invitation = new Invitation { ParticipantId = person, QuestionnaireId = questionnaire, EditionId = edition, SubjectId = subject ?? Guid.Empty, ProviderId = null, Round = "", MadeOn = day, AnswerUntil = day.AddDays(30) };
            db.Add(invitation);
            await db.SaveChangesAsync();
            return invitation.Id;
        });
    }

    /// <summary>Answers by name, as the phone would have written them.</summary>
    internal Task HasAnswersOf(string code, Guid person, params (string Question, string? Choice, string? Written)[] answers) => InDatabase(async db =>
    {
        var edition = await (from row in db.Set<Edition>() join questionnaire in db.Set<Questionnaire>() on row.QuestionnaireId equals questionnaire.Id where questionnaire.Code == code orderby row.Number descending select row.Id).FirstAsync();
        db.Add(new PersonSheet
        {
            ParticipantId = person,
            EditionId = edition,
            InvitationId = null,
            AnsweredOn = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime),
            TypedBy = null,
            TypedByName = "",
            Answers = [.. answers.Select(answer => new PersonAnswer { Question = answer.Question, Choice = answer.Choice, Written = answer.Written })],
        });
        await db.SaveChangesAsync();
    });

    /// <summary>Comments as they are after the night, one a sheet.</summary>
    internal Task HasComments(string code, params IReadOnlyList<string> comments) => InDatabase(async db =>
    {
        var edition = await (from row in db.Set<Edition>() join questionnaire in db.Set<Questionnaire>() on row.QuestionnaireId equals questionnaire.Id where questionnaire.Code == code orderby row.Number descending select row.Id).FirstAsync();
        db.AddRange(comments.Select(comment => new Sheet
        {
            Id = Guid.NewGuid(),
            EditionId = edition,
            SubjectId = null,
            ProviderId = null,
            Month = new(2026, 11, 1),
            IsMixed = true,
            IsTyped = false,
            Answers = [new() { Id = Guid.NewGuid(), Question = "useful", Choice = "very", Written = null }, new() { Id = Guid.NewGuid(), Question = "suggestions", Choice = null, Written = comment }],
        }));
        await db.SaveChangesAsync();
    });

    /// <summary>On the phone: the form as it stands, with these answers.</summary>
    public async Task<HttpResponseMessage> Answers(Guid person, Guid invitation, params (string Name, string Value)[] answers)
    {
        var phone = AsNewcomer(person);
        var html = await phone.GetStringAsync($"/my/questionnaires/{invitation}");
        return await phone.PostTo($"/my/questionnaires/{invitation}", html, [("Shown", Shown(html)), .. answers]);
    }

    public static string Shown(string html) => html.Split("name=\"Shown\" value=\"")[1].Split('"')[0];

    /// <summary>How many rows each table of the product has.</summary>
    internal Task<Dictionary<string, int>> RowCounts() => InDatabase(async db =>
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var table in db.Model.GetEntityTypes().Where(entity => entity.GetTableName() is not null).Select(entity => entity.GetSchemaQualifiedTableName()!).Distinct())
        {
#pragma warning disable EF1002 // The name comes from the model.
            counts[table] = (await db.Database.SqlQueryRaw<int>($"select cast(count(*) as int) as \"Value\" from {Quoted(table)}").ToListAsync())[0];
#pragma warning restore EF1002
        }

        return counts;
    });

    private static string Quoted(string table) => string.Join('.', table.Split('.').Select(part => $"\"{part}\""));
}

internal static class QuestionnaireForms
{
    /// <summary>First how many they are, then they are asked.</summary>
    public static async Task<HttpResponseMessage> AsksAll(this HttpClient administrator, string page, string whom)
    {
        var said = await administrator.Act(page, "Ask", ("Whom", whom));
        if (said.StatusCode != HttpStatusCode.OK)
        {
            return said;
        }

        var html = await said.Content.ReadAsStringAsync();
        return await administrator.PostTo($"{page}?handler=Ask", html, ("Whom", whom), ("Repeated", html.Hidden("Repeated")));
    }

    /// <summary>At the desk: the form as it stands, with these answers.</summary>
    public static async Task<HttpResponseMessage> TypesIn(this HttpClient colleague, string address, params (string Name, string Value)[] answers)
    {
        var html = await colleague.GetStringAsync(address);
        return await colleague.PostTo(address, html, [("Shown", City.Shown(html)), ("FormId", html.Hidden("FormId")), .. answers]);
    }

    /// <summary>What stands in the first field of this name.</summary>
    public static string Hidden(this string html, string name) => WebUtility.HtmlDecode(html.Split($"name=\"{name}\" value=\"")[1].Split('"')[0]);
}
