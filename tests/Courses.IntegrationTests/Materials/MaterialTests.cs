using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Materials;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Materials;

/// <summary>Materials from the form to the lesson and to the newcomer's phone, over HTTP on the real database.</summary>
public sealed class MaterialTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task An_organisation_keeps_its_own_sees_the_citys_and_knows_nothing_of_anothers()
    {
        var (own, other) = (await city.HasSchool(), await city.HasSchool());
        var (citys, ours) = (await city.HasMaterial(null, Forms.Pdf, ("Subject", "Of the whole city")), await city.HasMaterial(own.ProviderId, Forms.Pdf, ("Subject", "Ours alone")));
        var file = $"/materials/files/{(await city.MaterialEdition(ours)).Id}";
        var (manager, teacher, stranger) = (city.As(Roles.ProviderManager, own.ProviderId), city.As(Roles.Teacher, own.ProviderId), city.As(Roles.ProviderManager, other.ProviderId));
        foreach (var reader in new[] { manager, teacher, city.As(Roles.Coach), city.As(Roles.Administrator) })
        {
            var list = await reader.GetStringAsync("/materials?q=o");
            Assert.Contains("Of the whole city", list, StringComparison.Ordinal);
            Assert.Contains("Ours alone", list, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(file)).StatusCode);
        }

        Assert.DoesNotContain("Ours alone", await stranger.GetStringAsync("/materials"), StringComparison.Ordinal);
        Assert.Contains("Of the whole city", await stranger.GetStringAsync("/materials"), StringComparison.Ordinal);
        foreach (var address in new[] { $"/materials/{ours}", $"/materials/edit/{ours}", file })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(address)).StatusCode);
        }

        var token = await stranger.GetStringAsync("/materials/edit");
        var edition = await city.MaterialEdition(ours);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostFile($"/materials/edit/{ours}", token, null, City.MaterialForm())).StatusCode);
        foreach (var (handler, fields) in new (string, (string, string)[])[] { ("Withdraw", [("Why", "because")]), ("TakeBack", []), ("WithdrawEdition", [("EditionId", edition.Id.ToString()), ("Why", "x")]), ("TakeEditionBack", [("EditionId", edition.Id.ToString())]), ("Edition", [("FormId", Guid.NewGuid().ToString()), ("Link", "https://example.org/"), ("Change", "x")]) })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostFile($"/materials/{ours}?handler={handler}", token, null, fields)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostFile($"/materials/{citys}?handler={handler}", token, null, fields)).StatusCode);
        }

        // Whose it is says the account and not the form; the city's is an administrator's.
        var pushed = await city.HasMaterial(other.ProviderId, Forms.Pdf, ("ProviderId", own.ProviderId.ToString()));
        Assert.Equal(other.ProviderId, await city.InDatabase(db => db.Set<Material>().Where(row => row.Id == pushed).Select(row => row.ProviderId).SingleAsync()));
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync($"/materials/edit/{citys}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await city.As(Roles.Coach).GetAsync("/materials/edit")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await city.As(Roles.Auditor).GetAsync("/materials")).StatusCode);

        // What newcomers read, a manager answers for.
        var form = City.MaterialForm(("ForNewcomers", "true"));
        Assert.Equal(HttpStatusCode.Forbidden, (await teacher.SubmitFile("/materials/edit", Forms.Pdf, form)).StatusCode);
        var leaflet = await city.HasMaterial(own.ProviderId, Forms.Pdf, ("ForNewcomers", "true"));
        Assert.Equal(HttpStatusCode.Forbidden, (await teacher.GetAsync($"/materials/edit/{leaflet}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await teacher.PostFile($"/materials/{leaflet}?handler=Edition", await teacher.GetStringAsync("/materials/edit"), null, ("FormId", Guid.NewGuid().ToString()), ("Link", "https://example.org/"), ("Change", "x"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await teacher.SubmitFile("/materials/edit", Forms.Pdf, City.MaterialForm(("Subject", "A teacher's own")))).StatusCode);
    }

    [Fact]
    public async Task What_is_no_material_is_refused_at_its_field_and_nothing_typed_is_lost()
    {
        var school = await city.HasSchool();
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var page = Encoding.UTF8.GetBytes("<!doctype html><script>alert(1)</script>");
        foreach (var (file, fields, said) in new (byte[]?, (string, string)[], string)[]
        {
            (null, [], "Choose a file"), (Forms.Pdf, [("Link", "https://example.org/")], "not both"), (page, [], "Such a file is not taken"), ("MZ\0\0program"u8.ToArray(), [], "Such a file is not taken"), ([], [], "Choose a file"),
            (null, [("Link", "javascript://example.org/")], "no address"), (null, [("Link", "https://user:word@example.org/")], "no address"), (Forms.Pdf, [("LevelFrom", "B2"), ("LevelUntil", "A1")], "lowest level"),
            (Forms.Pdf, [("Kind", "spell")], ""), (Forms.Pdf, [("Spoken", "xx")], ""), (Forms.Pdf, [("TopicCodes", "nonsense")], ""), (Forms.Pdf, [("StrandId", Guid.NewGuid().ToString())], ""), (Forms.Pdf, [("Subject", "")], ""), (Forms.Pdf, [("Ages", "99")], ""), (Forms.Pdf, [("FormId", "nonsense")], ""),
        })
        {
            var answer = await manager.SubmitFile("/materials/edit", file, City.MaterialForm([("About", "Written with care."), .. fields]));
            var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Conflict, $"{said}: {answer.StatusCode} {html}");
            Assert.Contains(said, html, StringComparison.Ordinal);
            Assert.Contains("Written with care.", html, StringComparison.Ordinal);
            Assert.Contains("rent deposit", html, StringComparison.Ordinal);
            if (file is { Length: > 0 })
            {
                Assert.Contains("Choose the file again", html, StringComparison.Ordinal);
            }
        }

        Assert.Equal(0, await city.InDatabase(db => db.Set<Material>().CountAsync(row => row.ProviderId == school.ProviderId)));
    }

    [Fact]
    public async Task A_file_may_be_as_large_as_the_setting_says_and_comes_back_whole_from_any_place()
    {
        var school = await city.HasSchool();
        await using var small = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_FILE_MB", "1"));
        var here = city.As(Roles.ProviderManager, school.ProviderId);
        var manager = await City.SameAt(here, small.CreateDefaultClient(), "/materials");
        byte[] large = [.. Forms.Pdf, .. RandomNumberGenerator.GetBytes((1 << 20) - Forms.Pdf.Length)];
        var answer = await manager.SubmitFile("/materials/edit", [.. large, 1], City.MaterialForm());
        var html = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Conflict, html);
        Assert.Contains("larger than 1 MB", html, StringComparison.Ordinal);
        Assert.Contains("Two pages with questions.", html, StringComparison.Ordinal);

        var form = City.MaterialForm();
        Assert.Equal(HttpStatusCode.Redirect, (await manager.SubmitFile("/materials/edit", large, form)).StatusCode);
        var edition = await city.MaterialEdition(Guid.Parse(form.Single(field => field.Name == "FormId").Value));
        Assert.Equal((1 << 20, Convert.ToHexStringLower(SHA256.HashData(large)), "application/pdf"), (edition.ByteCount, edition.Hash, edition.ContentType));
        var address = $"/materials/files/{edition.Id}";
        var sent = await here.GetAsync(address);
        Assert.Equal(large, await sent.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/pdf", sent.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment", sent.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Contains("Sheet-about-flats-1.pdf", sent.Content.Headers.ContentDisposition.ToString(), StringComparison.Ordinal);
        Assert.Equal("nosniff", sent.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(sent.Headers.CacheControl is { NoCache: true, Private: true }, sent.Headers.CacheControl?.ToString());

        // The same is not sent again, and a player asks for the middle: here over the border of two parts.
        using var again = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { sent.Headers.ETag! } } };
        Assert.Equal(HttpStatusCode.NotModified, (await here.SendAsync(again)).StatusCode);
        using var middle = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new RangeHeaderValue(FilePiece.Bytes - 5, FilePiece.Bytes + 4) } };
        var part = await here.SendAsync(middle);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(large[(FilePiece.Bytes - 5)..(FilePiece.Bytes + 5)], await part.Content.ReadAsByteArrayAsync());

        var picture = await here.GetAsync($"/materials/files/{(await city.MaterialEdition(await city.HasMaterial(school.ProviderId, Forms.Png))).Id}");
        Assert.Equal("image/png", picture.Content.Headers.ContentType!.ToString());
        Assert.Null(picture.Content.Headers.ContentDisposition);
    }

    [Fact]
    public async Task In_a_folder_files_lie_under_their_hash_and_what_lies_elsewhere_stays_there()
    {
        var folder = Directory.CreateTempSubdirectory("courses-files-");
        try
        {
            var school = await city.HasSchool();
            await using var node = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_FILES", folder.FullName));
            var here = city.As(Roles.ProviderManager, school.ProviderId);
            var there = await City.SameAt(here, node.CreateDefaultClient(), "/materials");
            var inDatabase = await city.MaterialEdition(await city.HasMaterial(school.ProviderId, Forms.Png));
            var (first, second) = (City.MaterialForm(), City.MaterialForm());
            foreach (var form in new[] { first, second })
            {
                Assert.Equal(HttpStatusCode.Redirect, (await there.SubmitFile("/materials/edit", Forms.Pdf, form)).StatusCode);
            }

            var edition = await city.MaterialEdition(Guid.Parse(first.Single(field => field.Name == "FormId").Value));
            Assert.True(edition.IsInFolder);
            Assert.Equal(0, await city.InDatabase(db => db.Set<FilePiece>().CountAsync(piece => piece.EditionId == edition.Id)));
            var kept = Assert.Single(folder.EnumerateFiles("*", SearchOption.AllDirectories));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Forms.Pdf)), kept.Name);
            Assert.Equal(Forms.Pdf, await there.GetByteArrayAsync($"/materials/files/{edition.Id}"));
            Assert.Equal(Forms.Png, await there.GetByteArrayAsync($"/materials/files/{inDatabase.Id}"));

            // Gone from the folder, or a node that does not know it: a sentence and no fault.
            kept.Delete();
            Assert.Equal(HttpStatusCode.Conflict, (await there.GetAsync($"/materials/files/{edition.Id}")).StatusCode);
            Assert.Equal(HttpStatusCode.Conflict, (await here.GetAsync($"/materials/files/{edition.Id}")).StatusCode);

            // A folder that cannot be one takes nothing.
            await using var broken = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_FILES", "/dev/null/files"));
            var refused = await (await City.SameAt(here, broken.CreateDefaultClient(), "/materials")).SubmitFile("/materials/edit", Forms.Pdf, City.MaterialForm());
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Contains("could not be kept", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task What_the_scanner_refuses_or_cannot_judge_is_not_kept_and_what_was_typed_stays()
    {
        var school = await city.HasSchool();
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, "body=$(cat)\ncase \"$body\" in *INFECTED*) exit 1;; *BREAK*) exit 2;; *HANG*) sleep 60;; *EARLY*) exit 1;; esac\nexit 0\n");
        try
        {
            await using var node = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_SCAN", $"/bin/sh {script}").UseSetting("COURSES_SCAN_SECONDS", "2"));
            var here = city.As(Roles.ProviderManager, school.ProviderId);
            var manager = await City.SameAt(here, node.CreateDefaultClient(), "/materials");
            foreach (var (text, said) in new[] { ("a note INFECTED", "virus scanner refuses"), ("a note BREAK", "does not answer"), ("a note HANG", "does not answer") })
            {
                var answer = await manager.SubmitFile("/materials/edit", Encoding.UTF8.GetBytes(text), City.MaterialForm());
                var html = await answer.Content.ReadAsStringAsync();
                Assert.True(answer.StatusCode == HttpStatusCode.Conflict, html);
                Assert.Contains(said, html, StringComparison.Ordinal);
                Assert.Contains("Two pages with questions.", html, StringComparison.Ordinal);
            }

            await using var without = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_SCAN", "/no/such/scanner"));
            var lost = await (await City.SameAt(here, without.CreateDefaultClient(), "/materials")).SubmitFile("/materials/edit", Forms.Pdf, City.MaterialForm());
            Assert.Contains("does not answer", await lost.Content.ReadAsStringAsync(), StringComparison.Ordinal);

            // One that closes its end before it has read all of a large file.
            await using var quick = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_SCAN", "/bin/false"));
            byte[] large = [.. Forms.Pdf, .. new byte[3 << 20]];
            Assert.Contains("virus scanner refuses", await (await (await City.SameAt(here, quick.CreateDefaultClient(), "/materials")).SubmitFile("/materials/edit", large, City.MaterialForm())).Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(0, await city.InDatabase(db => db.Set<Material>().CountAsync(row => row.ProviderId == school.ProviderId)));

            // The canary: without the scanner it is kept.
            Assert.Equal(HttpStatusCode.Redirect, (await here.SubmitFile("/materials/edit", Encoding.UTF8.GetBytes("a note INFECTED"), City.MaterialForm())).StatusCode);
            Assert.Equal(HttpStatusCode.Redirect, (await manager.SubmitFile("/materials/edit", Encoding.UTF8.GetBytes("a clean note"), City.MaterialForm())).StatusCode);
        }
        finally
        {
            File.Delete(script);
        }
    }

    [Fact]
    public async Task The_newest_edition_is_shown_older_ones_open_and_what_is_taken_off_comes_back()
    {
        var school = await city.HasSchool();
        var material = await city.HasMaterial(school.ProviderId, Forms.Pdf, ("Subject", "In editions"), ("ForNewcomers", "true"));
        var (manager, teacher, anybody) = (city.As(Roles.ProviderManager, school.ProviderId), city.As(Roles.Teacher, school.ProviderId), city.CreateClient());
        var page = $"/materials/{material}";
        var shown = await manager.GetStringAsync(page);
        var refused = await manager.PostFile(page + "?handler=Edition", shown, Forms.Png, ("FormId", Guid.NewGuid().ToString()), ("Change", ""));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("Say what is different", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Three taps on one form are one edition.
        (string, string)[] form = [("FormId", Guid.NewGuid().ToString()), ("Change", "A picture now.")];
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => manager.PostFile(page + "?handler=Edition", shown, Forms.Png, form))), answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        var (first, second) = (await city.MaterialEdition(material), await city.MaterialEdition(material, 2));
        Assert.Equal(2, await city.InDatabase(db => db.Set<Edition>().CountAsync(row => row.MaterialId == material)));
        Assert.Contains($"/materials/files/{second.Id}", await teacher.GetStringAsync("/materials?q=editions"), StringComparison.Ordinal);
        Assert.Equal(Forms.Pdf, await teacher.GetByteArrayAsync($"/materials/files/{first.Id}"));
        Assert.Equal(Forms.Png, await anybody.GetByteArrayAsync($"/leaflets/{material}"));

        // The newest is taken off: the one before is shown, and nobody but who keeps it opens the other.
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.PostFile(page + "?handler=WithdrawEdition", shown, null, ("EditionId", second.Id.ToString()), ("Why", " "))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.PostFile(page + "?handler=WithdrawEdition", shown, null, ("EditionId", second.Id.ToString()), ("Why", "No right to the picture."))).StatusCode);
        Assert.Equal(Forms.Pdf, await anybody.GetByteArrayAsync($"/leaflets/{material}"));
        Assert.Equal(HttpStatusCode.NotFound, (await city.As(Roles.Coach).GetAsync($"/materials/files/{second.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await manager.GetAsync($"/materials/files/{second.Id}")).StatusCode);
        Assert.Contains("No right to the picture.", await teacher.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.PostFile(page + "?handler=TakeEditionBack", shown, null, ("EditionId", second.Id.ToString()))).StatusCode);
        Assert.Equal(Forms.Png, await anybody.GetByteArrayAsync($"/leaflets/{material}"));
        Assert.Equal(HttpStatusCode.Conflict, (await manager.PostFile(page + "?handler=TakeEditionBack", shown, null, ("EditionId", Guid.NewGuid().ToString()))).StatusCode);

        // All of it is taken off, twice tapped, and comes back.
        Assert.Contains("Say why", await (await manager.PostFile(page + "?handler=Withdraw", shown, null)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var _ in new[] { 1, 2 })
        {
            Assert.Equal(HttpStatusCode.Redirect, (await manager.PostFile(page + "?handler=Withdraw", shown, null, ("Why", "Prices are old."))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync($"/leaflets/{material}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await city.As(Roles.Coach).GetAsync($"/materials/files/{first.Id}")).StatusCode);
        Assert.DoesNotContain("In editions", await manager.GetStringAsync("/materials"), StringComparison.Ordinal);
        Assert.Contains("In editions", await manager.GetStringAsync("/materials?withdrawn=true"), StringComparison.Ordinal);
        Assert.Contains("Prices are old.", await manager.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await manager.PostFile(page + "?handler=Edition", shown, Forms.Png, ("FormId", Guid.NewGuid().ToString()), ("Change", "x"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.PostFile(page + "?handler=TakeBack", shown, null)).StatusCode);
        Assert.Contains("In editions", await manager.GetStringAsync("/materials"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync($"/leaflets/{material}")).StatusCode);
    }

    [Fact]
    public async Task A_second_tap_adds_no_second_one_and_who_saves_on_an_old_page_is_told()
    {
        var school = await city.HasSchool();
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var shown = await manager.GetStringAsync("/materials/edit");
        var form = City.MaterialForm();
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => manager.PostFile("/materials/edit", shown, Forms.Pdf, form))), answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        var material = await city.InDatabase(db => db.Set<Material>().Include(row => row.Editions).SingleAsync(row => row.ProviderId == school.ProviderId));
        Assert.Single(material.Editions);
        var address = $"/materials/edit/{material.Id}";
        Assert.Equal(HttpStatusCode.Redirect, (await manager.SubmitFile(address, null, City.MaterialForm(("Seen", $"{material.Version}"), ("Subject", "Changed")))).StatusCode);
        var late = await manager.SubmitFile(address, null, City.MaterialForm(("Seen", $"{material.Version}"), ("Subject", "Late")));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        var html = await late.Content.ReadAsStringAsync();
        Assert.Contains("Somebody else changed this meanwhile", html, StringComparison.Ordinal);
        Assert.Contains("value=\"Late\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_find_by_word_topic_strand_level_language_age_and_kind()
    {
        var own = await City.New();
        await using var closes = own;
        await own.HasRun("housing");
        var admin = own.As(Roles.Administrator);
        Assert.Contains("No materials yet", await admin.GetStringAsync("/materials"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await admin.Act("/materials/strands", "Add", ("StrandId", Guid.NewGuid().ToString()), ("Name", "Upper"), ("LevelFrom", "A2"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await admin.Act("/materials/strands", "Add", ("StrandId", Guid.NewGuid().ToString()), ("Name", "Lower"), ("LevelBelow", "A2"))).StatusCode);
        foreach (var (fields, said) in new ((string, string)[], string)[] { ([("Name", "Upper")], "of this name"), ([("Name", "")], ""), ([("Name", "X"), ("LevelFrom", "B1"), ("LevelBelow", "A2")], "lowest level"), ([("Name", "X"), ("LevelBelow", "Alpha")], "lowest level"), ([("Name", "X"), ("LevelFrom", "Z9")], "") })
        {
            var answer = await admin.Act("/materials/strands", "Add", [("StrandId", Guid.NewGuid().ToString()), .. fields]);
            Assert.True(answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.BadRequest, $"{said}: {answer.StatusCode}");
            Assert.Contains(said, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var strands = await own.InDatabase(db => db.Set<Strand>().ToDictionaryAsync(strand => strand.Name, strand => strand.Id.ToString()));
        await own.HasMaterial(null, Forms.Pdf, ("Subject", "Lease"), ("TopicCodes", "housing"), ("StrandId", strands["Upper"]), ("Ages", "Adults"), ("Keywords", "Mietzins"));
        await own.HasMaterial(null, Forms.Png, ("Subject", "Drawing"), ("Kind", "picture"), ("StrandId", strands["Lower"]), ("Ages", "Children"), ("Spoken", ""));
        await own.HasMaterial(null, Forms.Pdf, ("Subject", "Grammar"), ("LevelFrom", "A1"), ("LevelUntil", "A1"), ("Spoken", "en"));
        foreach (var (query, found) in new[]
        {
            ("", "Lease Drawing Grammar"), ("q=MIETZINS", "Lease"), ("topic=housing", "Lease"), ($"strand={strands["Lower"]}", "Drawing"), ("level=A1", "Drawing Grammar"), ("level=B1", "Lease"), ("level=Alpha", "Drawing"),
            ("spoken=de", "Lease Drawing"), ("spoken=en", "Drawing Grammar"), ("ages=Children", "Drawing Grammar"), ("ages=Adults", "Lease Grammar"), ("kind=picture", "Drawing"), ("q=nothing", ""), ("level=Z&kind=x&strand=y&ages=7&topic=%00&from=%27", "Lease Drawing Grammar"),
        })
        {
            var list = await admin.GetStringAsync("/materials?" + query);
            Assert.Equal(found.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), new[] { "Lease", "Drawing", "Grammar" }.Where(title => list.Contains($"<bdi>{title}</bdi>", StringComparison.Ordinal)).Order());
        }

        Assert.Equal(HttpStatusCode.Conflict, (await admin.Act("/materials/strands", "Remove", ("StrandId", strands["Upper"]))).StatusCode);
    }

    [Fact]
    public async Task Newcomers_read_leaflets_in_their_language_first_without_signing_in_and_those_of_their_lessons()
    {
        var own = await City.New();
        await using var closes = own;
        var school = await own.HasSchool();
        var arabic = await own.HasMaterial(null, Encoding.UTF8.GetBytes("فرز النفايات"), ("Subject", "فرز النفايات"), ("Kind", "leaflet"), ("Spoken", "ar"), ("ForNewcomers", "true"));
        var german = await own.HasMaterial(school.ProviderId, Forms.Pdf, ("Subject", "Müll trennen"), ("Kind", "leaflet"), ("ForNewcomers", "true"));
        var secret = await own.HasMaterial(null, Forms.Pdf, ("Subject", "For trainers only"));
        var anybody = own.CreateClient();
        anybody.DefaultRequestHeaders.Add("Accept-Language", "ar");
        var page = WebUtility.HtmlDecode(await anybody.GetStringAsync("/leaflets"));
        Assert.Contains("dir=\"rtl\"", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("فرز النفايات", StringComparison.Ordinal) is > 0 and var first && first < page.IndexOf("Müll trennen", StringComparison.Ordinal), page);
        Assert.DoesNotContain("For trainers only", page, StringComparison.Ordinal);
        Assert.DoesNotContain("of-lessons", page, StringComparison.Ordinal);
        Assert.Equal("text/plain; charset=utf-8", (await anybody.GetAsync($"/leaflets/{arabic}")).Content.Headers.ContentType!.ToString());
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync($"/leaflets/{secret}")).StatusCode);
        Assert.False((await own.AsNobody().GetAsync($"/materials/files/{(await own.MaterialEdition(secret)).Id}")).IsSuccessStatusCode);

        var (group, session, teacher) = await own.HasClassWithTeacher(school);
        var (learner, other) = (await own.HasPerson(), await own.HasPerson());
        await own.Ask<Courses.Contracts.Timetable.ITimetable, Courses.Contracts.Timetable.Seat>(timetable => timetable.TakeSeat(group, learner, null, default));
        Assert.Equal(HttpStatusCode.Redirect, (await own.AsAccount(teacher).Act($"/teacher/sessions/{session}/materials", "Choose", ("MaterialId", german.ToString()))).StatusCode);
        Assert.Contains("of-lessons", await own.AsNewcomer(learner).GetStringAsync("/leaflets"), StringComparison.Ordinal);
        Assert.DoesNotContain("of-lessons", await own.AsNewcomer(other).GetStringAsync("/leaflets"), StringComparison.Ordinal);
        Assert.Contains("/leaflets", await own.AsNewcomer(learner).GetStringAsync("/my"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_counts_and_the_rows_are_in_OData_for_who_may_see_them()
    {
        var own = await City.New();
        await using var closes = own;
        var (school, other) = (await own.HasSchool(), await own.HasSchool());
        Assert.Contains("No materials yet", await own.As(Roles.Auditor).GetStringAsync("/materials/report"), StringComparison.Ordinal);
        await own.HasRun("housing");
        var citys = await own.HasMaterial(null, Forms.Pdf, ("Subject", "Of the city"), ("TopicCodes", "housing"), ("LevelFrom", "A1"));
        await own.HasMaterial(school.ProviderId, Forms.Pdf, ("Subject", "Of the school"));
        var (_, session, teacher) = await own.HasClassWithTeacher(school);
        Assert.Equal(HttpStatusCode.Redirect, (await own.AsAccount(teacher).Act($"/teacher/sessions/{session}/materials", "Choose", ("MaterialId", citys.ToString()))).StatusCode);

        var report = await own.As(Roles.Auditor).GetStringAsync("/materials/report");
        Assert.Contains("Materials: 2. Chosen for sessions since", report, StringComparison.Ordinal);
        Assert.Contains("Topic housing</td><td class=\"number\">1</td><td class=\"number\">1</td>", report, StringComparison.Ordinal);
        Assert.Contains("Never chosen in that time: 1.", report, StringComparison.Ordinal);
        var (manager, foreign, auditor) = (own.As(Roles.ProviderManager, school.ProviderId), own.As(Roles.ProviderManager, other.ProviderId), own.As(Roles.Auditor));
        Assert.Equal(HttpStatusCode.Forbidden, (await manager.GetAsync("/materials/report")).StatusCode);
        Assert.Equal((2, 1), (await Rows(auditor, "Materials?$expand=Provider,Uses"), await Rows(auditor, "MaterialUses?$expand=Material,Session,Class,Provider,Run")));
        Assert.Equal((2, 1), (await Rows(manager, "Materials?$filter=Uses/any() or Topics eq ''"), await Rows(manager, "MaterialUses")));
        Assert.Equal((1, 0), (await Rows(foreign, "Materials"), await Rows(foreign, "MaterialUses")));
        Assert.Equal(1, await Rows(auditor, "Materials?$filter=Topics eq 'housing' and Languages eq 'de' and Editions eq 1 and Ages eq 'Everybody'"));
    }

    private static async Task<int> Rows(HttpClient client, string set)
    {
        var answer = await client.GetAsync($"/odata/{set}");
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("value").GetArrayLength();
    }
}
