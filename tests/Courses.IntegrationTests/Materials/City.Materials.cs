using System.Net;
using System.Text;
using Courses.Contracts.Access;
using Courses.Materials;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests;

public sealed partial class City
{
    /// <summary>Added on the page by the city's administrator, or by an organisation's manager, with what a test says otherwise.</summary>
    public async Task<Guid> HasMaterial(Guid? providerId, byte[] file, params (string Name, string Value)[] otherwise)
    {
        var form = MaterialForm(otherwise);
        var added = await (providerId is { } own ? As(Roles.ProviderManager, own) : As(Roles.Administrator)).SubmitFile("/materials/edit", file, form);
        Assert.True(added.StatusCode == HttpStatusCode.Redirect, await added.Content.ReadAsStringAsync());
        return Guid.Parse(form.Single(field => field.Name == "FormId").Value);
    }

    /// <summary>A German sheet for everybody, with what a test says otherwise.</summary>
    public static (string Name, string Value)[] MaterialForm(params (string Name, string Value)[] otherwise)
    {
        (string Name, string Value)[] usual =
            [("FormId", Guid.NewGuid().ToString()), ("Subject", "Sheet about flats"), ("About", "Two pages with questions."), ("Kind", "sheet"), ("Keywords", "rent deposit"), ("Spoken", "de"), ("Ages", "Everybody"), ("LevelFrom", ""), ("LevelUntil", "")];
        return [.. usual.Where(field => otherwise.All(other => other.Name != field.Name)), .. otherwise.Where(field => field != ("Spoken", ""))];
    }

    public async Task<Guid> HasKit(Guid? providerId, IReadOnlyList<Guid> materials, params (string Name, string Value)[] otherwise)
    {
        var keeper = providerId is { } own ? As(Roles.ProviderManager, own) : As(Roles.Administrator);
        (string Name, string Value)[] usual = [("FormId", Guid.NewGuid().ToString()), ("Name", "Kit"), ("Ages", "Everybody")];
        (string Name, string Value)[] form = [.. usual.Where(field => otherwise.All(other => other.Name != field.Name)), .. otherwise];
        var made = await keeper.Submit("/materials/kits/edit", form);
        Assert.True(made.StatusCode == HttpStatusCode.Redirect, await made.Content.ReadAsStringAsync());
        var id = Guid.Parse(form.Single(field => field.Name == "FormId").Value);
        foreach (var material in materials)
        {
            var put = await keeper.Act($"/materials/kits/{id}", "Put", ("MaterialId", material.ToString()));
            Assert.True(put.StatusCode == HttpStatusCode.Redirect, await put.Content.ReadAsStringAsync());
        }

        return id;
    }

    /// <summary>A class of that level with a teacher, and its first session.</summary>
    public async Task<(Guid Group, Guid Session, Guid Teacher)> HasClassWithTeacher((Guid ProviderId, Guid VenueId) school, string level = "A1.1")
    {
        var teacher = await AccountOf(Roles.Teacher, school.ProviderId);
        var group = await HasClass(school, level: level, teacher: teacher);
        return (group, await FirstSessionOf(group), teacher);
    }

    public Task<Guid> FirstSessionOf(Guid group) => InDatabase(db => db.Set<Session>().Where(session => session.GroupId == group).OrderBy(session => session.StartsAt).Select(session => session.Id).FirstAsync());

    internal Task<Edition> MaterialEdition(Guid material, int number = 1) => InDatabase(db => db.Set<Edition>().AsNoTracking().SingleAsync(edition => edition.MaterialId == material && edition.Number == number));
}

public static partial class Forms
{
    public static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj\n<< >>\nendobj\n%%EOF\n");

    public static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 1, 2, 3];

    /// <summary>Opens the page and sends its form with a file.</summary>
    public static async Task<HttpResponseMessage> SubmitFile(this HttpClient client, string page, byte[]? file, params (string Name, string Value)[] fields) =>
        await client.PostFile(page, await client.GetStringAsync(page), file, fields);

    public static async Task<HttpResponseMessage> PostFile(this HttpClient client, string address, string shownHtml, byte[]? file, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new StringContent(WebUtility.HtmlDecode(TokenField().Match(shownHtml).Groups["token"].Value)), "__RequestVerificationToken" } };
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        if (file is not null)
        {
            // What the browser claims is believed by nobody.
            form.Add(new ByteArrayContent(file) { Headers = { ContentType = new("image/png") } }, "Upload", "..\\..\\harmless.png");
        }

        return await client.PostAsync(address, form);
    }
}
