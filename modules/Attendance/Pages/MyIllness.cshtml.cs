using System.ComponentModel.DataAnnotations;
using Courses.Attendance.Features;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Pages;

/// <summary>'I am ill': the days, the lessons in them, a reason, a picture of the note; and what became of it.</summary>
[Audience(Roles.Newcomer)]
[UploadLimit(NotePicture.MostBytesOfARequest)]
[RequestFormLimits(MultipartBodyLengthLimit = NotePicture.MostBytesOfARequest)]
internal sealed class MyIllnessModel(
    CoursesDb db, ReportIllness reports, TouchedLessons lessons, IOrientation orientation, IProviders providers, IEligibility eligibility, CityTime city, Caller caller) : CoursesPage
{
    private const int FewReports = 10;

    internal sealed record Told(IllnessReport Report, IReadOnlyList<(IllnessCase Case, string Provider)> Cases, bool HasNote);

    /// <summary>The report that is changed; null for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    [BindProperty]
    public Guid? Key { get; set; }

    [BindProperty, Required, DateOf(DateMeaning.Plan)]
    public DateOnly? From { get; set; }

    [BindProperty, Required, DateOf(DateMeaning.Plan)]
    public DateOnly? Until { get; set; }

    [BindProperty, Required]
    public IllnessReason? Reason { get; set; }

    [BindProperty, StringLength(1000)]
    public string? Said { get; set; }

    [BindProperty]
    public IFormFile? Note { get; set; }

    [BindProperty]
    public bool WithoutNote { get; set; }

    /// <summary>The lessons in the days that stand in the form.</summary>
    public IReadOnlyList<(SessionInfo Session, string Name)> Lessons { get; private set; } = [];

    public IReadOnlyList<Told> Earlier { get; private set; } = [];

    public IReadOnlyList<ProgrammeAnswer> Standings { get; private set; } = [];

    public bool HasNote { get; private set; }

    public async Task OnGet()
    {
        if (Id is { } id)
        {
            var report = await db.Set<IllnessReport>().AsNoTracking().Include(report => report.Cases).SingleOrDefaultAsync(report => report.Id == id && report.ParticipantId == caller.Id, Cancel);
            if (report?.MayChange != true)
            {
                throw new NotFound("The report");
            }

            (From, Until, Reason, Said) = (report.From, report.Until, report.Reason, report.Words);
        }
        else
        {
            (Key, From, Until, Reason) = (Guid.NewGuid(), city.Today, city.Today, IllnessReason.Ill);
        }

        await Load();
    }

    /// <summary>Sends nothing: shows which lessons are in these days.</summary>
    public Task<IActionResult> OnPostLook() => Act(async () =>
    {
        await Load();
        return Page();
    });

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        if (Until < From)
        {
            throw new InvalidField(nameof(Until), Words["illness.until-before"]);
        }

        var said = new ReportIllness.Said(From!.Value, Until!.Value, Reason!.Value, Said?.Trim() ?? "");
        var note = await Picture();
        if (Id is { } id)
        {
            await reports.Change(caller.Id, id, said, note, WithoutNote, Cancel);
        }
        else
        {
            await reports.Send(caller.Id, Key ?? throw new InvalidField(nameof(Key), Words["error.field.required"]), said, note, Cancel);
        }

        Done = Words["illness.sent"];
        return Redirect("/my/ill");
    });

    public Task<IActionResult> OnPostTakeBack()
    {
        // Nothing of the form is needed for it.
        ModelState.Clear();
        return Act(async () =>
        {
            await reports.TakeBack(caller.Id, Id ?? throw new NotFound("The report"), Cancel);
            Done = Words["illness.is-taken-back"];
            return Redirect("/my/ill");
        });
    }

    protected override string FieldOf(string code) => code switch
    {
        "illness.too-far-back" or "illness.no-lesson" or "illness.already-told" => nameof(From),
        "illness.too-far-ahead" => nameof(Until),
        "illness.note-kind" or "illness.note-too-large" => nameof(Note),
        _ => "",
    };

    protected override async Task Load()
    {
        var mine = await db.Set<IllnessReport>().AsNoTracking().Include(report => report.Cases).Where(report => report.ParticipantId == caller.Id && report.TakenBackAt == null)
            .OrderByDescending(report => report.SentAt).Take(FewReports).ToListAsync(Cancel);
        var schools = mine.SelectMany(report => report.Cases).Select(one => one.ProviderId).Distinct().ToArray();
        var names = await providers.Providers.Where(provider => schools.Contains(provider.Id))
            .ToDictionaryAsync(provider => provider.Id, provider => provider.Name, Cancel);
        var ids = mine.Select(report => report.Id).ToArray();
        var withNote = await db.Set<IllnessNote>().Where(note => ids.Contains(note.ReportId)).Select(note => note.ReportId).ToListAsync(Cancel);
        Earlier = [.. mine.Select(report => new Told(report, [.. report.Cases.Select(one => (one, names.GetValueOrDefault(one.ProviderId, "")))], withNote.Contains(report.Id)))];
        HasNote = Id is { } id && withNote.Contains(id);
        Standings = mine.Exists(report => report.Cases.Exists(one => one.State == IllnessState.Accepted))
            ? [.. (await eligibility.Check(caller.Id, Cancel)).Where(answer => answer.Attendance is { HeldMinutes: > 0 })]
            : [];
        if (From is { } from && Until is { } until && from <= until)
        {
            var touched = (await lessons.Of([caller.Id], from, until, Cancel)).Select(lesson => lesson.Session).ToArray();
            var modules = await orientation.NamesOf([.. touched.Select(session => session.GroupId).Distinct()], Cancel);
            Lessons = [.. touched.Select(session => (session, modules.GetValueOrDefault(session.GroupId, session.GroupName)))];
        }
    }

    private async Task<byte[]?> Picture()
    {
        if (Note is not { Length: > 0 })
        {
            return null;
        }

        if (Note.Length > NotePicture.MostBytes)
        {
            throw new RuleBroken("illness.note-too-large", NotePicture.MostBytes >> 20);
        }

        using var content = new MemoryStream();
        await Note.CopyToAsync(content, Cancel);
        var bytes = content.ToArray();
        NotePicture.TypeOf(bytes);
        return bytes;
    }
}
