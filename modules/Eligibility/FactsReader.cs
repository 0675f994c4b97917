using Courses.Contracts.Attendance;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility;

/// <summary>What the rules add up and ask for: the periods of the attendance rules, and the facts that only some rules need.</summary>
internal sealed record Needed(IReadOnlyCollection<(string ProgrammeCode, Period Period)> Periods, Asked Asked);

/// <summary>Reads the facts of many people at once: four statements, one more where a rule has periods or asks for more, whatever their number; none for a single person.</summary>
internal sealed class FactsReader(IParticipants participants, ITimetable timetable, IAttendance attendance, IOrientation orientation, BesidesReader besidesReader)
{
    /// <summary>A register that is missing for so many days is not waited for: its session counts nowhere.</summary>
    public const int DaysToWaitForARegister = 14;

    private static readonly IReadOnlyList<ProgrammeSums> NoClass = [];
    private static readonly Sums None = new();

    /// <summary>The facts as of a day, as far as they are known now. Sums of hours that were read before are not read again.</summary>
    public async Task<IReadOnlyList<PersonFacts>> Read(Whom whom, DateOnly on, Needed needed, CancellationToken cancel, Hours? hours = null)
    {
        var persons = await whom.Of(participants.People, person => person.Id)
            .Select(person => new
            {
                person.Id,
                person.Gender,
                person.BirthDate,
                person.FirstPermitOn,
                person.ArrivedOn,
                person.Level,
                person.ResidenceCentre,
                person.IsFamilyMember,
                person.IsRegisteredInCity,
                person.Works,
            }).ToListAsync(cancel);
        var statuses = (await whom.Of(participants.Statuses, status => status.ParticipantId).Where(status => status.From <= on && (status.Until == null || status.Until >= on))
            .Select(status => new { status.ParticipantId, status.Status, status.From }).ToListAsync(cancel)).ToLookup(status => status.ParticipantId);
        var modules = (await whom.Of(orientation.Completions, done => done.ParticipantId).Where(done => done.CompletedOn <= on)
            .Select(done => new { done.ParticipantId, done.TopicCode }).ToListAsync(cancel)).ToLookup(done => done.ParticipantId, done => done.TopicCode);
        hours ??= await Hours(whom, on, needed, cancel);
        var besides = await besidesReader.Read(whom, on, needed.Asked, cancel);
        return [.. persons.OrderBy(person => person.Id).Select(person =>
        {
            var status = statuses[person.Id].OrderByDescending(status => status.From).FirstOrDefault();
            return new PersonFacts(
                person.Id,
                person.Gender,
                new Facts
                {
                    On = on,
                    BirthDate = person.BirthDate,
                    FirstPermitOn = person.FirstPermitOn,
                    ArrivedOn = person.ArrivedOn,
                    Level = person.Level,
                    ResidenceCentre = person.ResidenceCentre,
                    IsFamilyMember = person.IsFamilyMember,
                    IsRegisteredInCity = person.IsRegisteredInCity,
                    Works = person.Works,
                    Besides = besides(person.Id),
                    Status = status?.Status,
                    StatusFrom = status?.From,
                    Modules = [.. modules[person.Id].Distinct().Order(StringComparer.Ordinal)],
                },
                hours.GetValueOrDefault(person.Id) ?? NoClass);
        })];
    }

    /// <summary>The sums of their hours in each programme they have classes of: of the whole time, and of each of the periods that are asked for.</summary>
    public async Task<Hours> Hours(Whom whom, DateOnly on, Needed needed, CancellationToken cancel)
    {
        var (hours, byProof) = (new Hours(), needed.Asked.HasFlag(Asked.Proof));
        await Add(hours, new(whom, on, DateOnly.MinValue, ByMonth: false, byProof, null), _ => [Period.Enrolment], cancel);
        var divided = needed.Periods.Where(pair => pair.Period != Period.Enrolment).Distinct().ToLookup(pair => pair.ProgrammeCode, pair => pair.Period);
        if (divided.Count > 0)
        {
            // Months are what every period is made of. What was decided on last year's periods can still be corrected.
            await Add(hours, new(whom, on, new(on.Year - 1, 1, 1), ByMonth: true, byProof, [.. divided.Select(programme => programme.Key)]), programme => divided[programme], cancel);
        }

        return hours;
    }

    /// <summary>Everything that these people have used, attended and have to come, in all programmes they have classes of.</summary>
    public async Task<Dictionary<(Guid ParticipantId, string ProgrammeCode), Sums>> HoursOf(Guid[] people, DateOnly on, CancellationToken cancel) =>
        (await Hours(Whom.These(people), on, new([], Asked.Nothing), cancel)).SelectMany(person => person.Value.Select(sums => (Key: (person.Key, sums.ProgrammeCode), sums.Sums))).ToDictionary(row => row.Key, row => row.Sums);

    private async Task Add(Hours hours, Wanted wanted, Func<string, IEnumerable<Period>> periodsOf, CancellationToken cancel)
    {
        foreach (var part in new[] { Planned(wanted), Marked(wanted) })
        {
            await foreach (var row in part.AsAsyncEnumerable().WithCancellation(cancel))
            {
                if (row.Sums == None)
                {
                    // Marks of other classes.
                    continue;
                }

                foreach (var period in periodsOf(row.ProgrammeCode!))
                {
                    var from = wanted.ByMonth ? Periods.Start(period, new((row.Month - 1) / 12, ((row.Month - 1) % 12) + 1, 1)) : null;
                    hours.Add(row.ParticipantId, new(row.ProgrammeCode!, period, from, row.Sums));
                }
            }
        }
    }

    private IQueryable<Stayed> Stays(Wanted wanted)
    {
        var stays =
            from stay in wanted.Whom.Of(timetable.Stays, stay => stay.ParticipantId)
            join unit in timetable.Groups on stay.GroupId equals unit.Id
            where stay.ProgrammeCode != null && unit.Kind == GroupKind.LanguageClass
            select new Stayed { Id = stay.Id, ParticipantId = stay.ParticipantId, ProgrammeCode = stay.ProgrammeCode, GroupId = stay.GroupId, From = stay.From, Until = stay.Until ?? DateOnly.MaxValue };
        return wanted.Programmes is { } programmes ? stays.Where(stay => EF.Parameter(programmes).Contains(stay.ProgrammeCode)) : stays;
    }

    /// <summary>
    /// What was held and is to come, all of it as if the person had been absent: <see cref="Marked"/> takes from it what the marks say. It is the same for everybody who has the same days in a class, so
    /// it is summed up once for all of them.
    /// </summary>
    private IQueryable<Part> Planned(Wanted wanted)
    {
        var (today, begin, byMonth, waitedForFrom) = (wanted.On, wanted.Begin, wanted.ByMonth, wanted.On.AddDays(-DaysToWaitForARegister));
        var stays = Stays(wanted);
        var lines =
            from days in stays.Select(stay => new { stay.GroupId, stay.From, stay.Until }).Distinct()
            join session in timetable.Sessions on days.GroupId equals session.GroupId
            join signed in attendance.Registers on session.Id equals signed.SessionId into registers
            from register in registers.DefaultIfEmpty()
            where session.CancelledAt == null && session.LocalDate >= days.From && session.LocalDate <= days.Until && session.LocalDate >= begin
            select new
            {
                days.GroupId,
                days.From,
                days.Until,
                Month = byMonth ? (session.LocalDate.Year * 12) + session.LocalDate.Month : 0,
                session.LocalDate,
                session.PlannedMinutes,
                IsSigned = ((DateTimeOffset?)register.SignedOffAt).HasValue,
            };
        var sums =
            from line in lines
            group line by new { line.GroupId, line.From, line.Until, line.Month } into days
            select new
            {
                days.Key.GroupId,
                days.Key.From,
                days.Key.Until,
                days.Key.Month,
                Held = days.Sum(line => line.IsSigned && line.LocalDate <= today ? line.PlannedMinutes : 0),
                Remaining = days.Sum(line => line.LocalDate > today || (!line.IsSigned && line.LocalDate >= waitedForFrom) ? line.PlannedMinutes : 0),
                Last = days.Max(line => line.LocalDate),
            };
        return
            from stay in stays
            join sum in sums on new { stay.GroupId, stay.From, stay.Until } equals new { sum.GroupId, sum.From, sum.Until }
            select new Part
            {
                ParticipantId = stay.ParticipantId,
                ProgrammeCode = stay.ProgrammeCode,
                Month = sum.Month,
                Sums = new() { AbsentPlanned = sum.Held, RemainingPlanned = sum.Remaining, LastSessionOn = sum.Last },
            };
    }

    /// <summary>
    /// What the marks of sessions held say. Who was there or excused was not absent. Marks and stays meet by the person alone, and what is of no day of the stay counts nothing: an engine that is asked to
    /// join by person and class takes the two for independent, expects a handful of rows, and looks millions up one by one.
    /// </summary>
    private IQueryable<Part> Marked(Wanted wanted)
    {
        var (today, begin, byMonth, byProof) = (wanted.On, wanted.Begin, wanted.ByMonth, wanted.ByProof);
        var lines =
            from stay in Stays(wanted)
            join mark in attendance.Marks on stay.ParticipantId equals mark.ParticipantId
            join session in timetable.Sessions on mark.SessionId equals session.Id
            join register in attendance.Registers on session.Id equals register.SessionId
            where session.CancelledAt == null && session.LocalDate >= begin && session.LocalDate <= today && mark.State != MarkState.Absent
            select new
            {
                stay.Id,
                stay.ParticipantId,
                stay.ProgrammeCode,
                Month = byMonth ? (session.LocalDate.Year * 12) + session.LocalDate.Month : 0,
                session.LocalDate,
                session.PlannedMinutes,
                mark.PresentMinutes,
                IsExcused = mark.State == MarkState.Excused,
                mark.Excuse,
                mark.Proof,
                IsOfStay = session.GroupId == stay.GroupId && session.LocalDate >= stay.From && session.LocalDate <= stay.Until,
            };
        return
            from line in lines
            group line by new { line.Id, line.ParticipantId, line.ProgrammeCode, line.Month } into stay
            select new Part
            {
                ParticipantId = stay.Key.ParticipantId,
                ProgrammeCode = stay.Key.ProgrammeCode,
                Month = stay.Key.Month,
                Sums = new()
                {
                    PresentPlanned = stay.Sum(line => line.IsOfStay && !line.IsExcused ? line.PlannedMinutes : 0),
                    PresentMinutes = stay.Sum(line => line.IsOfStay && !line.IsExcused ? line.PresentMinutes : 0),
                    WrittenMinutes = stay.Sum(line => byProof && line.IsOfStay && line.Proof == ProofGrade.Written ? line.PresentMinutes : 0),
                    SaidMinutes = stay.Sum(line => byProof && line.IsOfStay && line.Proof == ProofGrade.Said ? line.PresentMinutes : 0),
                    SeenMinutes = stay.Sum(line => byProof && line.IsOfStay && line.Proof == ProofGrade.Seen ? line.PresentMinutes : 0),
                    ShownMinutes = stay.Sum(line => byProof && line.IsOfStay && line.Proof == ProofGrade.Shown ? line.PresentMinutes : 0),
                    ExcusedPlanned = stay.Sum(line => line.IsOfStay && line.IsExcused ? line.PlannedMinutes : 0),
                    ExcusedProven = stay.Sum(line => line.IsOfStay && line.Excuse == ExcuseProof.Certificate ? line.PlannedMinutes : 0),
                    AbsentPlanned = -stay.Sum(line => line.IsOfStay ? line.PlannedMinutes : 0),
                    LastAttendedOn = stay.Max(line => line.IsOfStay && line.PresentMinutes > 0 ? (DateOnly?)line.LocalDate : null),
                },
            };
    }

    /// <summary>Whose hours, up to which day, since when, whether month by month and by what proves the minutes, and of which programmes; null for all.</summary>
    private sealed record Wanted(Whom Whom, DateOnly On, DateOnly Begin, bool ByMonth, bool ByProof, string?[]? Programmes);

    private sealed record Stayed
    {
        public required Guid Id { get; init; }

        public required Guid ParticipantId { get; init; }

        public required string? ProgrammeCode { get; init; }

        public required Guid GroupId { get; init; }

        public required DateOnly From { get; init; }

        public required DateOnly Until { get; init; }
    }

    private sealed record Part
    {
        public required Guid ParticipantId { get; init; }

        public required string? ProgrammeCode { get; init; }

        /// <summary>Counted from the year 0; 0 for the whole time.</summary>
        public required int Month { get; init; }

        public required Sums Sums { get; init; }
    }
}

/// <summary>A person's sums in one programme: of the period that begins on that day, or of the whole time.</summary>
internal sealed record ProgrammeSums(string ProgrammeCode, Period Period, DateOnly? From, Sums Sums);

/// <summary>The sums of many people, compact: most have one class.</summary>
internal sealed class Hours : Dictionary<Guid, List<ProgrammeSums>>
{
    public void Add(Guid person, ProgrammeSums sums)
    {
        if (!TryGetValue(person, out var theirs))
        {
            Add(person, theirs = new(1));
        }

        var at = theirs.FindIndex(one => one.Period == sums.Period && one.From == sums.From && one.ProgrammeCode == sums.ProgrammeCode);
        if (at < 0)
        {
            theirs.Add(sums);
        }
        else
        {
            theirs[at] = sums with { Sums = theirs[at].Sums + sums.Sums };
        }
    }
}

/// <summary>A person's facts; those of a programme come with its sums, its hour and its way with excuses.</summary>
internal sealed record PersonFacts(Guid ParticipantId, string Gender, Facts Person, IReadOnlyList<ProgrammeSums> Sums)
{
    private static readonly Sums NoHours = new();

    /// <summary>Is, or was, in a class of this programme?</summary>
    public bool Attends(string programmeCode) => Find(programmeCode, Period.Enrolment, null) is not null;

    /// <summary>For the entry rule: everything that was ever used and attended.</summary>
    public Facts For(string programmeCode, Terms terms) => With(programmeCode, terms, Period.Enrolment, null);

    /// <summary>For the attendance rule: the sums of its period.</summary>
    public Facts ForAttendance(string programmeCode, Terms terms, DateOnly? from) => With(programmeCode, terms, from is null ? Period.Enrolment : terms.Attendance!.Period, from);

    /// <summary>The first days of the periods in which the person had sessions of this programme, up to that of today.</summary>
    public IEnumerable<DateOnly> PeriodsIn(string programmeCode, Period period) =>
        Sums.Where(sums => sums.Period == period && sums.ProgrammeCode == programmeCode && sums.From <= Person.On).Select(sums => sums.From!.Value).Order();

    private Facts With(string programmeCode, Terms terms, Period period, DateOnly? from) => Person with
    {
        Hours = Find(programmeCode, period, from) ?? NoHours,
        AcademicHourMinutes = terms.AcademicHourMinutes,
        Excused = terms.Attendance?.Excused ?? Excused.LeavesBothSums,
        ExcusedByWord = terms.Attendance?.ExcusedByWord,
        CountsFrom = terms.Attendance?.CountsFrom,
    };

    private Sums? Find(string programmeCode, Period period, DateOnly? from)
    {
        foreach (var sums in Sums)
        {
            if (sums.Period == period && sums.From == from && sums.ProgrammeCode == programmeCode)
            {
                return sums.Sums;
            }
        }

        return null;
    }
}
