using Courses.Contracts.Access;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Pages;

/// <summary>The registers of a teacher: today's, what is still missing, and the last ones that were signed off. Each list begins here and goes on, page by page, on its own.</summary>
[Audience(Roles.Teacher, Roles.ProviderManager)]
internal sealed class TeacherRegistersModel(CoursesDb db, ITimetable timetable, MissingRegisters missing, Recorders recorders, TimeProvider clock) : CoursesPage
{
    private const int AtFirst = 12;
    private const int AtOnce = 50;

    /// <param name="Name">As in the address.</param>
    /// <param name="Sessions">Those that are shown.</param>
    /// <param name="InAll">How many there are; null where nobody counts.</param>
    /// <param name="Pages">Where the rest is.</param>
    internal sealed record Registers(string Name, IReadOnlyList<SessionInfo> Sessions, int? InAll, OtherPages Pages)
    {
        public bool IsSigned => Name == "signed";
    }

    /// <summary>One list alone; null for the beginning of each.</summary>
    [BindProperty(SupportsGet = true, Name = "list")]
    public string? Only { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    public IReadOnlyList<Registers> Lists { get; private set; } = [];

    public async Task OnGet()
    {
        var now = clock.GetUtcNow();
        var recorder = recorders.Current();
        var provider = SessionInfos.Of(timetable).Where(session => session.ProviderId == recorder.ProviderId && session.CancelledAt == null);
        IQueryable<SessionInfo> Own(IQueryable<SessionInfo> sessions) => sessions.Where(session => recorder.TeacherId == null || session.TeacherId == recorder.TeacherId);
        var looked = provider.Where(session => recorder.TeacherId == null || session.TeacherId == recorder.TeacherId || session.TeacherId == null);
        var (over, soon) = (now.AddHours(-12), now.AddHours(24));

        // When lessons begin has an index, when they end has none.
        var begun = over - NewSession.Longest;
        (string Name, IQueryable<SessionInfo> Sessions, bool IsNewestFirst)[] all =
        [
            ("today", Open(looked).Where(session => session.EndsAt > over && session.StartsAt > begun && session.StartsAt < soon), false),
            ("missing", missing.Among(Own(provider).Where(session => session.EndsAt <= over)), false),
            ("signed", Own(provider).Where(session => session.StartsAt < soon && db.Set<Register>().Any(register => register.Id == session.Id && register.SignedOffAt != null)), true),
            ("coming", looked.Where(session => session.StartsAt >= soon), false),
        ];
        var wanted = all.Where(list => list.Name == Only).ToArray();
        Only = wanted is [] ? null : Only;
        foreach (var (name, found, isNewestFirst) in wanted is [] ? all[..3] : wanted)
        {
            Lists = [.. Lists, await Read(name, found, isNewestFirst)];
        }
    }

    /// <summary>A lesson that has no teacher yet is shown to all; its register is the manager's.</summary>
    public bool MayOpen(SessionInfo session) => recorders.MayOpen(session);

    private IQueryable<SessionInfo> Open(IQueryable<SessionInfo> sessions) => sessions.Where(session => !db.Set<Register>().Any(register => register.Id == session.Id && register.SignedOffAt != null));

    private async Task<Registers> Read(string name, IQueryable<SessionInfo> sessions, bool isNewestFirst)
    {
        var begin = Only is null ? null : Place.Read(From);
        var inAll = isNewestFirst ? (int?)null : await sessions.CountAsync(Cancel);
        if (begin is { At: var at, Id: var id })
        {
            sessions = isNewestFirst
                ? sessions.Where(session => session.StartsAt < at || (session.StartsAt == at && session.Id.CompareTo(id) > 0))
                : sessions.Where(session => session.StartsAt > at || (session.StartsAt == at && session.Id.CompareTo(id) > 0));
        }

        var many = Only is null ? AtFirst : AtOnce;
        var some = await (isNewestFirst ? sessions.OrderByDescending(session => session.StartsAt) : sessions.OrderBy(session => session.StartsAt)).ThenBy(session => session.Id).Take(many + 1).ToListAsync(Cancel);
        var shown = some.Take(many).ToArray();
        var next = some.Count > many ? new Place(shown[^1].StartsAt, shown[^1].Id).ToString() : null;
        var address = "/teacher/registers?list=" + name;
        return new(name, shown, inAll, new(begin is null ? null : address, next is null ? null : Only is null ? address : $"{address}&from={next}"));
    }
}
