using System.ComponentModel.DataAnnotations;
using Courses.Attendance.Features;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Pages;

/// <summary>Who said that they cannot come: the provider accepts or refuses, within the programme's rules.</summary>
[Audience(Roles.ProviderManager)]
internal sealed class ProviderIllnessModel(CoursesDb db, DecideIllness decide, IParticipants participants, Recorders recorders) : PageWithReason, IShowsPeople
{
    internal const int LongestReason = 1000;
    private const int AtOnce = 50;

    internal sealed record Line(IllnessCase Case, string Person, bool HasNote, IReadOnlyList<(SessionInfo Session, MarkState? Mark)> Lessons, CaseFacts Facts)
    {
        public bool NeedsCertificate => Facts.LastDayByWord < Case.Report.Until;
    }

    [BindProperty(SupportsGet = true), StringLength(20)]
    public string? Tab { get; set; }

    [BindProperty]
    public Guid CaseId { get; set; }

    [BindProperty, StringLength(20)]
    public string? Proof { get; set; }

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public bool ShowsDecided => Tab == "decided";

    public IEnumerable<Guid> PeopleShown => Lines.Select(line => line.Case.ParticipantId);

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostAccept() => Act(async () =>
    {
        var proof = Enum.TryParse<ExcuseProof>(Proof, out var said) && Enum.IsDefined(said) ? said : throw new InvalidField(nameof(Proof), Words["error.field.required"]);
        await decide.Accept(CaseId, proof, Cancel);
        Done = Words["illness.accepted-now"];
        return Redirect("/provider/illness");
    });

    public Task<IActionResult> OnPostRefuse() => Act(async () =>
    {
        if (Reason?.Length > LongestReason)
        {
            throw new InvalidField(nameof(Reason), Words.Say("error.field.length", LongestReason));
        }

        await decide.Refuse(CaseId, ReasonFrom("illness"), Cancel);
        Done = Words["illness.refused-now"];
        return Redirect("/provider/illness");
    });

    protected override string FieldOf(string code) => code == "illness.certificate-needed" ? nameof(Proof) : base.FieldOf(code);

    protected override async Task Load()
    {
        var provider = recorders.Current().ProviderId;
        var cases = db.Set<IllnessCase>().AsNoTracking().Include(one => one.Report).Where(one => one.ProviderId == provider && one.Report.TakenBackAt == null);
        var some = await (ShowsDecided
            ? cases.Where(one => one.State != IllnessState.Waiting).OrderByDescending(one => one.DecidedAt).ThenBy(one => one.Id)
            : cases.Where(one => one.State == IllnessState.Waiting).OrderBy(one => one.Report.From).ThenBy(one => one.Id)).Take(AtOnce).ToListAsync(Cancel);
        var (people, reports) = (some.Select(one => one.ParticipantId).Distinct().ToArray(), some.Select(one => one.ReportId).ToArray());
        var names = (await participants.People.Where(person => people.Contains(person.Id)).Select(person => new { person.Id, person.GivenName, person.FamilyName, person.LatinGivenName, person.LatinFamilyName }).ToListAsync(Cancel))
            .ToDictionary(person => person.Id, person => PersonName.Short(person.GivenName, person.FamilyName, person.LatinGivenName, person.LatinFamilyName));
        var withNote = (await db.Set<IllnessNote>().Where(note => reports.Contains(note.ReportId)).Select(note => note.ReportId).ToListAsync(Cancel)).ToHashSet();
        var facts = await decide.Look(some, Cancel);
        var sessions = facts.Values.SelectMany(of => of.Lessons).Select(lesson => lesson.Session.Id).Distinct().ToArray();
        var marks = await db.Set<Mark>().AsNoTracking().Where(mark => people.Contains(mark.ParticipantId) && sessions.Contains(mark.SessionId))
            .ToDictionaryAsync(mark => (mark.SessionId, mark.ParticipantId), mark => mark.State, Cancel);
        Lines = [.. some.Select(one => new Line(
            one, names.GetValueOrDefault(one.ParticipantId, ""), withNote.Contains(one.ReportId),
            [.. facts[one.Id].Lessons.Select(lesson => (lesson.Session, marks.TryGetValue((lesson.Session.Id, one.ParticipantId), out var mark) ? mark : (MarkState?)null))],
            facts[one.Id]))];
    }
}
