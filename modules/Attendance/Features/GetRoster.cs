using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Features;

/// <summary>
/// What a tablet must hold to work without a network: the sessions of the coming fortnight and their people, with no more of each than a display name,
/// the id, and what recognises a pass that is shown. With a cursor only what changed since, and what is gone.
/// </summary>
internal sealed class GetRoster(CoursesDb db, ITimetable timetable, ILanguageCourses courses, IParticipants participants, IProviders providers, Recorders recorders, TimeProvider clock)
{
    public const int DaysAhead = 14;

    /// <summary>Registers that are still missing can be taken for so long.</summary>
    public const int DaysBack = 3;

    internal sealed record Roster(DateTimeOffset ServerTime, string Cursor, bool Complete, IReadOnlyList<Session> Sessions, IReadOnlyList<Person> People, IReadOnlyList<string> Removed)
    {
        /// <summary>The name of the account that asks; empty for a tablet, which several teachers share.</summary>
        public required string SignedInAs { get; init; }
    }

    internal sealed record Session(
        Guid Id, Guid GroupId, string Number, string Name, string Place, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Day, string From, string Until, int PlannedMinutes,
        bool Cancelled, DateTimeOffset? SignedOffAt, string SignedOffBy, IReadOnlyList<Guid> People)
    {
        /// <summary>Guests without a record are counted here.</summary>
        public bool CountsGuests { get; init; }
    }

    /// <summary>Given name and first letter of the family name: enough to tell people apart in a room, little for a thief.</summary>
    internal sealed record Person(Guid Id, string Name, string? PassCheck, IReadOnlyList<string> OldPassChecks, IReadOnlyList<Away> Away);

    /// <summary>Days on which the person said that they cannot come: <c>Ill</c>, <c>ChildIll</c> or <c>Doctor</c>, and nothing more of it. It is kept where names are: sealed.</summary>
    internal sealed record Away(string From, string Until, string Says, bool Accepted);

    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/roster", (string? since, [FromServices] GetRoster handler, CancellationToken cancel) => handler.Handle(since, cancel))
        .For(Roles.Tablet, Roles.Teacher, Roles.ProviderManager);

    public async Task<Roster> Handle(string? since, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (sessions, people) = await Load(recorders.Current(), now, cancel);
        var entries = sessions.ToDictionary(session => $"session:{session.Id}", Hash);
        foreach (var person in people)
        {
            entries[$"person:{person.Id}"] = Hash(person);
        }

        var before = Guid.TryParse(since, out var cursor) ? await db.Set<RosterSnapshot>().AsNoTracking().SingleOrDefaultAsync(snapshot => snapshot.Id == cursor, cancel) : null;
        var had = before?.ProviderId == recorders.Current().ProviderId ? JsonSerializer.Deserialize<Dictionary<string, string>>(before.Content)! : null;
        return new(
            now,
            (await Remember(entries, now, cancel)).ToString(),
            had is null,
            [.. sessions.Where(session => IsNews($"session:{session.Id}"))],
            [.. people.Where(person => IsNews($"person:{person.Id}"))],
            [.. (had ?? []).Keys.Where(key => !entries.ContainsKey(key))])
        {
            SignedInAs = recorders.Current().OnTablet ? "" : recorders.Name,
        };

        bool IsNews(string key) => had is null || had.GetValueOrDefault(key) != entries[key];
    }

    private async Task<(List<Session> Sessions, List<Person> People)> Load(Recorder recorder, DateTimeOffset now, CancellationToken cancel)
    {
        var (from, until) = (now.AddDays(-DaysBack), now.AddDays(DaysAhead));
        var infos = await SessionInfos.Of(timetable)
            .Where(session => session.ProviderId == recorder.ProviderId && session.StartsAt >= from && session.StartsAt < until)
            .Where(session => recorder.TeacherId == null || session.TeacherId == recorder.TeacherId)
            .OrderBy(session => session.StartsAt).ThenBy(session => session.Id)
            .ToListAsync(cancel);
        var ids = infos.Select(session => session.Id).ToArray();
        var groups = infos.Select(session => session.GroupId).Distinct().ToArray();
        var venues = await providers.Venues.Where(venue => venue.ProviderId == recorder.ProviderId).ToDictionaryAsync(venue => venue.Id, venue => venue.Name, cancel);
        var numbers = await courses.Classes.Where(one => groups.Contains(one.Id)).ToDictionaryAsync(one => one.Id, one => one.Number, cancel);
        var signed = await db.Set<Register>().AsNoTracking().Where(register => ids.Contains(register.Id) && register.SignedOffAt != null).ToDictionaryAsync(register => register.Id, cancel);
        var staysIn = (await timetable.Stays
            .Where(stay => groups.Contains(stay.GroupId))
            .Select(stay => new { stay.GroupId, stay.ParticipantId, stay.From, stay.Until })
            .ToListAsync(cancel)).ToLookup(stay => stay.GroupId);
        var sessions = infos.Select(session => new Session(
            session.Id, session.GroupId, numbers.GetValueOrDefault(session.GroupId, ""), session.GroupName, venues.GetValueOrDefault(session.VenueId, ""), session.StartsAt, session.EndsAt,
            session.LocalDate.ToString("O", CultureInfo.InvariantCulture), session.LocalFrom.ToString("HH:mm", CultureInfo.InvariantCulture), session.LocalUntil.ToString("HH:mm", CultureInfo.InvariantCulture), session.PlannedMinutes, session.CancelledAt is not null,
            signed.GetValueOrDefault(session.Id)?.SignedOffAt, signed.GetValueOrDefault(session.Id)?.SignedOffBy ?? "",
            [.. staysIn[session.GroupId].Where(stay => stay.From <= session.LocalDate && (stay.Until is null || stay.Until >= session.LocalDate))
                .Select(stay => stay.ParticipantId).Distinct().Order()])
        { CountsGuests = session.Kind == GroupKind.Activity }).ToList();

        var people = sessions.SelectMany(session => session.People).Distinct().ToArray();
        var passes = (await participants.Passes.Where(pass => people.Contains(pass.ParticipantId)).ToListAsync(cancel)).ToLookup(pass => pass.ParticipantId);
        var away = await Absences(recorder.ProviderId, people, infos, cancel);
        var names = await participants.People.Where(person => people.Contains(person.Id)).Select(person => new { person.Id, person.GivenName, person.FamilyName, person.LatinGivenName, person.LatinFamilyName }).ToListAsync(cancel);
        return (sessions, [.. names.OrderBy(person => person.Id).Select(person => new Person(
            person.Id,
            PersonName.Short(person.GivenName, person.FamilyName, person.LatinGivenName, person.LatinFamilyName),
            passes[person.Id].SingleOrDefault(pass => pass.ReplacedAt is null && pass.BroughtAt is null) is { } current ? Proofs.CheckOf(current.TokenHash) : null,
            [.. passes[person.Id].Where(pass => pass.ReplacedAt is not null).OrderByDescending(pass => pass.IssuedAt).Take(5).Select(pass => Proofs.CheckOf(pass.TokenHash))],
            [.. away[person.Id]]))]);
    }

    private async Task<ILookup<Guid, Away>> Absences(Guid provider, Guid[] people, List<SessionInfo> sessions, CancellationToken cancel)
    {
        if (sessions.Count == 0)
        {
            return Array.Empty<Guid>().ToLookup(id => id, _ => new Away("", "", "", Accepted: false));
        }

        var (first, last) = (sessions.Min(session => session.LocalDate), sessions.Max(session => session.LocalDate));
        var told = await db.Set<IllnessCase>()
            .Where(one => one.ProviderId == provider && people.Contains(one.ParticipantId) && one.State != IllnessState.Refused
                && one.Report.TakenBackAt == null && one.Report.From <= last && one.Report.Until >= first)
            .OrderBy(one => one.Report.From).ThenBy(one => one.Id)
            .Select(one => new { one.ParticipantId, one.Report.From, one.Report.Until, one.Report.Reason, one.State }).ToListAsync(cancel);
        return told.ToLookup(one => one.ParticipantId, one => new Away(
            one.From.ToString("O", CultureInfo.InvariantCulture), one.Until.ToString("O", CultureInfo.InvariantCulture), one.Reason.ToString(), one.State == IllnessState.Accepted));
    }

    private async Task<Guid> Remember(Dictionary<string, string> entries, DateTimeOffset now, CancellationToken cancel)
    {
        var provider = recorders.Current().ProviderId;
        var content = JsonSerializer.Serialize(entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToDictionary());
        var id = new Guid(SHA256.HashData([.. provider.ToByteArray(), .. System.Text.Encoding.UTF8.GetBytes(content)])[..16]);
        if (!await db.Set<RosterSnapshot>().AnyAsync(snapshot => snapshot.Id == id, cancel))
        {
            await db.Engine.InsertNew(db, [new RosterSnapshot { Id = id, ProviderId = provider, Content = content, At = now }], nameof(RosterSnapshot.Id), cancel);
        }

        return id;
    }

    private static string Hash<T>(T entry) => Convert.ToBase64String(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(entry))[..9]);
}
