using Courses.Contracts.Attendance;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance;

/// <summary>One person's line in a register.</summary>
internal sealed record SheetRow(Guid ParticipantId, string Name, bool Expected, MarkState? State, int PresentMinutes, bool Scanned, Guid? FactId, int? Minutes, string By, string Note)
{
    /// <summary>What a presence rests on; null when the person was not there.</summary>
    public ProofGrade? Proof { get; init; }

    public bool CorrectedAfterSignOff { get; init; }

    public ExcuseProof? Excuse { get; init; }

    /// <summary>The minutes that the person says they were there; null for not a word.</summary>
    public int? OwnMinutes { get; init; }

    /// <summary>What the person said of that day; null for nothing, or for what was refused.</summary>
    public IllnessReason? Says { get; init; }
}

internal sealed record Sheet(SessionInfo Session, Register? Register, string Place, IReadOnlyList<SheetRow> Rows)
{
    public bool IsSignedOff => Register?.IsSignedOff == true;

    /// <summary>Guests without a record are counted where nobody has to have signed up.</summary>
    public bool CountsGuests => Session.Kind == GroupKind.Activity;

    /// <summary>So many guests by age band and gender, written as <c>6-13:f</c>.</summary>
    public IReadOnlyDictionary<string, int> Guests { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);
}

/// <summary>A register as staff see it: whom it expects, who came besides, and what was said of each.</summary>
internal sealed class RegisterSheets(CoursesDb db, ITimetable timetable, IParticipants participants, IProviders providers, Recorders recorders)
{
    public async Task<SessionInfo> Session(Guid sessionId, CancellationToken cancel)
    {
        var session = await SessionInfos.Of(timetable).SingleOrDefaultAsync(session => session.Id == sessionId, cancel);
        return session is not null && recorders.MayOpen(session) ? session : throw new NotFound("Session");
    }

    public async Task<Sheet> Open(Guid sessionId, CancellationToken cancel)
    {
        var session = await Session(sessionId, cancel);
        var expected = (await timetable.Expected(session.GroupId, session.LocalDate).Select(stay => stay.ParticipantId).Distinct().ToListAsync(cancel)).ToHashSet();
        var marks = await db.Set<Mark>().AsNoTracking().Where(mark => mark.SessionId == sessionId).ToDictionaryAsync(mark => mark.ParticipantId, cancel);
        var deciding = marks.Values.Where(mark => mark.FactId is not null).Select(mark => mark.FactId!.Value).ToArray();
        var facts = await db.Set<AttendanceFact>().AsNoTracking().Where(fact => deciding.Contains(fact.FactId)).ToDictionaryAsync(fact => fact.FactId, cancel);
        var ids = expected.Union(marks.Keys).ToArray();
        var people = await participants.People.Where(person => ids.Contains(person.Id)).Select(person => new { person.Id, person.GivenName, person.FamilyName, person.LatinGivenName, person.LatinFamilyName }).ToListAsync(cancel);
        var says = (await db.Set<IllnessCase>()
            .Where(one => one.ProviderId == session.ProviderId && ids.Contains(one.ParticipantId) && one.State != IllnessState.Refused
                && one.Report.TakenBackAt == null && one.Report.From <= session.LocalDate && one.Report.Until >= session.LocalDate)
            .Select(one => new { one.ParticipantId, one.Report.Reason }).ToListAsync(cancel)).DistinctBy(one => one.ParticipantId).ToDictionary(one => one.ParticipantId, one => one.Reason);
        var own = (await db.Set<AttendanceFact>().AsNoTracking().OwnWords().Where(fact => fact.SessionId == sessionId).ToListAsync(cancel)).ToLookup(fact => fact.ParticipantId);
        var rows = people
            .Select(person =>
            {
                var mark = marks.GetValueOrDefault(person.Id);
                var fact = mark?.FactId is { } factId ? facts.GetValueOrDefault(factId) : null;
                return new SheetRow(
                    person.Id, PersonName.Short(person.GivenName, person.FamilyName, person.LatinGivenName, person.LatinFamilyName), expected.Contains(person.Id), mark?.State, mark?.PresentMinutes ?? 0, mark?.Scanned ?? false,
                    mark?.FactId, fact?.Minutes, fact?.RecordedBy ?? "", fact?.Note ?? "")
                {
                    Proof = mark?.Grade,
                    CorrectedAfterSignOff = mark?.CorrectedAfterSignOff ?? false,
                    Excuse = mark?.ExcusedBy,
                    OwnMinutes = own[person.Id].MaxBy(word => word.ReceivedAt)?.SaidMinutes(session.PlannedMinutes),
                    Says = says.TryGetValue(person.Id, out var reason) ? reason : null,
                };
            })
            .OrderByDescending(row => row.Expected).ThenBy(row => row.Name, StringComparer.CurrentCulture).ToArray();
        return new(
            session,
            await db.Set<Register>().AsNoTracking().SingleOrDefaultAsync(register => register.Id == sessionId, cancel),
            await providers.Venues.Where(venue => venue.Id == session.VenueId).Select(venue => venue.Name).FirstOrDefaultAsync(cancel) ?? "",
            rows)
        {
            Guests = await db.Set<GuestCount>().Where(count => count.SessionId == sessionId).ToDictionaryAsync(count => count.Band + ":" + count.Gender, count => count.People, StringComparer.Ordinal, cancel),
        };
    }
}
