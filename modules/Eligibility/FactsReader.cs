using Courses.Contracts.Attendance;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility;

/// <summary>Reads the facts of many people at once: four statements for a batch, whatever its size, none for a single person.</summary>
internal sealed class FactsReader(IParticipants participants, ITimetable timetable, IAttendance attendance, IOrientation orientation)
{
    /// <summary>A register that is missing for so many days is not waited for: its session counts nowhere.</summary>
    public const int DaysToWaitForARegister = 14;

    public async Task<IReadOnlyList<PersonFacts>> Read(Guid[] people, DateOnly on, IEnumerable<DateOnly?> periods, CancellationToken cancel)
    {
        var persons = await participants.People.Where(person => EF.Parameter(people).Contains(person.Id))
            .Select(person => new { person.Id, person.BirthDate, person.FirstPermitOn, person.ArrivedOn, person.Level, person.ResidenceCentre }).ToListAsync(cancel);
        var statuses = (await participants.Statuses.Where(status => EF.Parameter(people).Contains(status.ParticipantId) && status.From <= on && (status.Until == null || status.Until >= on))
            .Select(status => new { status.ParticipantId, status.Status, status.From }).ToListAsync(cancel)).ToLookup(status => status.ParticipantId);
        var modules = (await orientation.Completions.Where(done => EF.Parameter(people).Contains(done.ParticipantId) && done.CompletedOn <= on)
            .Select(done => new { done.ParticipantId, done.TopicCode }).ToListAsync(cancel)).ToLookup(done => done.ParticipantId, done => done.TopicCode);

        var sums = new Dictionary<(Guid, string, DateOnly?), Sums>();
        foreach (var from in periods.Distinct())
        {
            await ReadSums(people, on, from, sums, cancel);
        }

        return [.. persons.OrderBy(person => person.Id).Select(person =>
        {
            var status = statuses[person.Id].OrderByDescending(status => status.From).FirstOrDefault();
            return new PersonFacts(
                person.Id,
                new Facts
                {
                    On = on,
                    BirthDate = person.BirthDate,
                    FirstPermitOn = person.FirstPermitOn,
                    ArrivedOn = person.ArrivedOn,
                    Level = person.Level,
                    ResidenceCentre = person.ResidenceCentre,
                    Status = status?.Status,
                    StatusFrom = status?.From,
                    Modules = [.. modules[person.Id].Distinct().Order(StringComparer.Ordinal)],
                },
                sums);
        })];
    }

    private async Task ReadSums(Guid[] people, DateOnly on, DateOnly? from, Dictionary<(Guid, string, DateOnly?), Sums> into, CancellationToken cancel)
    {
        var waitedForFrom = on.AddDays(-DaysToWaitForARegister);
        var begin = from ?? DateOnly.MinValue;
        var lines =
            from stay in timetable.Stays
            join unit in timetable.Groups on stay.GroupId equals unit.Id
            join session in timetable.Sessions on stay.GroupId equals session.GroupId
            join signed in attendance.Registers on session.Id equals signed.SessionId into registers
            from register in registers.DefaultIfEmpty()
            join assessed in attendance.Marks on new { SessionId = session.Id, stay.ParticipantId } equals new { assessed.SessionId, assessed.ParticipantId } into marks
            from mark in marks.DefaultIfEmpty()
            where EF.Parameter(people).Contains(stay.ParticipantId) && stay.ProgrammeCode != null && unit.Kind == GroupKind.LanguageClass
                && session.CancelledAt == null && session.LocalDate >= stay.From && (stay.Until == null || session.LocalDate <= stay.Until) && session.LocalDate >= begin
            select new
            {
                stay.ParticipantId,
                stay.ProgrammeCode,
                session.LocalDate,
                session.PlannedMinutes,
                IsHeld = ((DateTimeOffset?)register.SignedOffAt).HasValue,
                State = (MarkState?)mark.State,
                PresentMinutes = (int?)mark.PresentMinutes ?? 0,
            };
        var sums =
            from line in lines
            group line by new { line.ParticipantId, line.ProgrammeCode } into person
            select new
            {
                person.Key.ParticipantId,
                person.Key.ProgrammeCode,
                PresentPlanned = person.Sum(line => line.IsHeld && (line.State == MarkState.Present || line.State == MarkState.Late || line.State == MarkState.LeftEarly) ? line.PlannedMinutes : 0),
                PresentMinutes = person.Sum(line => line.IsHeld && (line.State == MarkState.Present || line.State == MarkState.Late || line.State == MarkState.LeftEarly) ? line.PresentMinutes : 0),
                ExcusedPlanned = person.Sum(line => line.IsHeld && line.State == MarkState.Excused ? line.PlannedMinutes : 0),
                AbsentPlanned = person.Sum(line => line.IsHeld && (line.State == null || line.State == MarkState.Absent) ? line.PlannedMinutes : 0),
                RemainingPlanned = person.Sum(line => !line.IsHeld && line.LocalDate >= waitedForFrom ? line.PlannedMinutes : 0),
                LastAttendedOn = person.Max(line => line.IsHeld && line.PresentMinutes > 0 ? (DateOnly?)line.LocalDate : null),
                LastSessionOn = person.Max(line => (DateOnly?)line.LocalDate),
            };
        foreach (var row in await sums.ToListAsync(cancel))
        {
            into[(row.ParticipantId, row.ProgrammeCode!, from)] = new()
            {
                PresentPlanned = row.PresentPlanned,
                PresentMinutes = row.PresentMinutes,
                ExcusedPlanned = row.ExcusedPlanned,
                AbsentPlanned = row.AbsentPlanned,
                RemainingPlanned = row.RemainingPlanned,
                LastAttendedOn = row.LastAttendedOn,
                LastSessionOn = row.LastSessionOn,
            };
        }
    }
}

/// <summary>A person's facts; those of a programme come with its sums, its hour and its way with excuses.</summary>
internal sealed record PersonFacts(Guid ParticipantId, Facts Person, IReadOnlyDictionary<(Guid, string, DateOnly?), Sums> Sums)
{
    /// <summary>Is, or was, in a class of this programme?</summary>
    public bool Attends(string programmeCode) => Sums.ContainsKey((ParticipantId, programmeCode, null));

    /// <summary>For the entry rule: everything that was ever used and attended.</summary>
    public Facts For(string programmeCode, Terms terms) => With(programmeCode, terms, null);

    /// <summary>For the attendance rule: the sums of its period.</summary>
    public Facts ForAttendance(string programmeCode, Terms terms) => With(programmeCode, terms, terms.Attendance!.PeriodStart(Person.On));

    private Facts With(string programmeCode, Terms terms, DateOnly? from) => Person with
    {
        Hours = Sums.TryGetValue((ParticipantId, programmeCode, from), out var sums) ? sums : new(),
        AcademicHourMinutes = terms.AcademicHourMinutes,
        Excused = terms.Attendance?.Excused ?? Excused.LeavesBothSums,
    };
}
