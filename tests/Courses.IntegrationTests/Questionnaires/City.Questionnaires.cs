using System.Net;
using Courses.Contracts.Access;
using Courses.Questionnaires;
using Microsoft.EntityFrameworkCore;

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
        var asked = await As(Roles.Administrator).Act($"/questionnaires/{code}", "Ask", ("Whom", $"group:{group}"));
        Assert.True(asked.StatusCode == HttpStatusCode.Redirect, await asked.Content.ReadAsStringAsync());
        return [.. (await InDatabase(db => db.Set<Invitation>().Where(row => row.QuestionnaireId == questionnaire && row.SubjectId == group).OrderBy(row => row.Id).Select(row => new { row.ParticipantId, row.Id }).ToListAsync())).Select(row => (row.ParticipantId, row.Id))];
    }

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
