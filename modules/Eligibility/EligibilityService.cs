using System.Globalization;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;
using Courses.Platform.Languages;

namespace Courses.Eligibility;

/// <summary>The module as others see it.</summary>
internal sealed class EligibilityService(CoursesDb db, FactsReader reader, Sentences sentences, CityNames names, CityTime city, TimeProvider clock) : IEligibility
{
    private const int FewPeople = 50;

    public IQueryable<ProgrammeRow> Programmes
    {
        get
        {
            var today = city.Today;
            return db.Set<Programme>().AsNoTracking().Select(programme => new ProgrammeRow
            {
                Code = programme.Code,
                Name = programme.Name,
                City = programme.City,
                CurrentVersion = programme.Versions.Where(version => version.PublishedAt != null && version.WithdrawnAt == null && version.ValidFrom <= today && (version.ValidUntil == null || version.ValidUntil >= today)).Max(version => (int?)version.Number) ?? 0,
            });
        }
    }

    public IQueryable<DecisionRow> Decisions => db.Set<Decision>().AsNoTracking().Select(decision => new DecisionRow
    {
        Id = decision.Id,
        ParticipantId = decision.ParticipantId,
        ProgrammeCode = decision.ProgrammeCode,
        RuleVersion = decision.RuleVersion,
        Subject = decision.Subject,
        Period = decision.Period,
        Outcome = decision.Outcome,
        Forecast = decision.Forecast,
        AttendedMinutes = decision.AttendedMinutes,
        HeldMinutes = decision.HeldMinutes,
        DecidedAt = decision.DecidedAt,
        SupersededAt = decision.SupersededAt,
    });

    public IQueryable<ProposalRow> Proposals => db.Set<Proposal>().AsNoTracking().Select(proposal => new ProposalRow
    {
        Id = proposal.Id,
        ParticipantId = proposal.ParticipantId,
        ProgrammeCode = proposal.ProgrammeCode,
        Period = proposal.Period,
        State = proposal.State.ToString(),
        AttendedMinutes = proposal.AttendedMinutes,
        HeldMinutes = proposal.HeldMinutes,
        ProposedAt = proposal.ProposedAt,
        DecidedAt = proposal.DecidedAt,
        AppealedAt = proposal.AppealedAt,
        CommentUntil = proposal.CommentUntil,
        SaidAllAt = proposal.SaidAllAt,
        CutCents = proposal.CutCents,
    });

    public async Task<IReadOnlyList<ProgrammeAnswer>> Check(Guid participantId, CancellationToken cancel)
    {
        var today = city.Today;
        var rules = await RulesOfADay.Read(db, today, cancel);
        var facts = await reader.Read(Whom.These([participantId]), rules.On, rules.Needed, cancel);
        if (facts is not [var person])
        {
            throw new NotFound("participant");
        }

        var ended = (await db.Set<Proposal>().AsNoTracking().Where(row => row.ParticipantId == participantId && row.State == ProposalState.Confirmed && row.CutCents == null).ToListAsync(cancel)).ToLookup(row => row.ProgrammeCode);
        return [.. rules.InForce.InReadersOrder(pair => NameOf(pair.Programme.Code)).Select(pair => Answer(pair.Programme, pair.Version.Terms, person) with
        {
            BenefitEndedOn = ended[pair.Programme.Code].Where(row => row.Period == (pair.Version.Terms.Attendance is { } rule ? rule.NameOf(rule.PeriodStart(today)) : row.Period))
                .Select(row => (DateOnly?)city.DayOf(row.DecidedAt!.Value)).Max(),
        }).OrderBy(answer => answer.Outcome)];
    }

    public IQueryable<Guid> Stale => db.Set<Stale>().Select(row => row.ParticipantId);

    public async Task MarkStale(IReadOnlyCollection<Guid> participantIds, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        Stale[] rows = [.. participantIds.Distinct().Select(id => new Stale { ParticipantId = id, MarkedAt = now })];
        if (rows.Length > FewPeople && db.Database.CurrentTransaction is not null)
        {
            await db.Engine.BulkInsert(db, rows, cancel);
        }
        else
        {
            // They go with whatever the caller saves, without a round trip of their own.
            db.AddRange(rows);
        }
    }

    public async Task<IReadOnlyDictionary<(Guid ParticipantId, string ProgrammeCode), HoursGiven>> HoursOf(IReadOnlyCollection<Guid> participantIds, IReadOnlyCollection<string> programmeCodes, CancellationToken cancel)
    {
        var (today, codes, people) = (city.Today, programmeCodes.ToArray(), participantIds.ToArray());
        var limited = (await db.Set<Programme>().AsNoTracking().Include(programme => programme.Versions).Where(programme => codes.Contains(programme.Code)).ToListAsync(cancel))
            .Select(programme => (programme.Code, programme.InForce(today)?.Terms))
            .Where(pair => pair.Terms?.ClassHours is not null)
            .ToArray();
        if (limited is [])
        {
            return new Dictionary<(Guid, string), HoursGiven>();
        }

        var used = await reader.HoursOf(people, today, cancel);
        return (
            from person in people
            from programme in limited
            let sums = used.GetValueOrDefault((person, programme.Code)) ?? new()
            select (Key: (person, programme.Code), Given: new HoursGiven(programme.Terms!.ClassHours!.Value * programme.Terms.AcademicHourMinutes, sums.Used, sums.RemainingPlanned, programme.Terms.AcademicHourMinutes)))
            .ToDictionary(row => row.Key, row => row.Given);
    }

    public async Task<GroupLimit?> GroupLimitOf(string programmeCode, GroupKind kind, DateOnly on, CancellationToken cancel)
    {
        var programme = await db.Set<Programme>().AsNoTracking().Include(programme => programme.Versions).SingleOrDefaultAsync(programme => programme.Code == programmeCode, cancel);
        return programme?.InForce(on)?.Terms.LargestGroup(kind) is { } people ? new(programme.Name, people) : null;
    }

    public string NameOf(string programmeCode) => names.OfProgramme(CultureInfo.CurrentUICulture, programmeCode);

    public async Task<IReadOnlyCollection<FirstStep>> FirstSteps(DateOnly on, CancellationToken cancel)
    {
        var programmes = await db.Set<Programme>().AsNoTracking().Include(programme => programme.Versions).ToListAsync(cancel);
        return [.. programmes.Select(programme => programme.InForce(on)?.Terms.FirstStep).OfType<FirstStep>().Distinct()];
    }

    public async Task<VoucherTerms?> VoucherTermsOf(string programmeCode, DateOnly on, CancellationToken cancel)
    {
        var programme = await db.Set<Programme>().AsNoTracking().Include(programme => programme.Versions).SingleOrDefaultAsync(programme => programme.Code == programmeCode, cancel);
        return programme?.InForce(on) is { } version && version.Terms is var terms && terms.Vouchers?.AsTerms(version.Number) is { } vouchers ? vouchers with { FirstTopic = terms.FirstStep?.TopicCode } : null;
    }

    public async Task<IReadOnlyDictionary<string, OwnWord>> OwnWordOf(IReadOnlyCollection<string> programmeCodes, DateOnly on, CancellationToken cancel)
    {
        var programmes = await db.Set<Programme>().AsNoTracking().Include(programme => programme.Versions).Where(programme => programmeCodes.Contains(programme.Code)).ToDictionaryAsync(programme => programme.Code, cancel);
        return programmeCodes.Distinct().ToDictionary(code => code, code => programmes.GetValueOrDefault(code)?.InForce(on)?.Terms.Attendance?.OwnWord ?? OwnWord.Usual);
    }

    public async Task<IReadOnlyDictionary<string, ProofGrade>> CountsFrom(Guid participantId, DateOnly on, CancellationToken cancel)
    {
        var day = on < city.Today ? on : city.Today;
        var rules = (await db.Set<Programme>().AsNoTracking().Include(programme => programme.Versions).ToListAsync(cancel))
            .Select(programme => (programme.Code, Terms: programme.InForceThen(day)?.Terms!))
            .Where(rule => rule.Terms?.Attendance?.CountsFrom > ProofGrade.Written).ToArray();
        if (rules is [] || await reader.Read(Whom.These([participantId]), day, new([], AskedFor.By(rules.Select(rule => rule.Terms))), cancel) is not [var person])
        {
            return new Dictionary<string, ProofGrade>();
        }

        return rules.Where(rule => rule.Terms.Attendance!.AppliesTo is not { } some || Evaluation.Evaluate(some, person.For(rule.Code, rule.Terms)).Outcome == Outcome.May)
            .ToDictionary(rule => rule.Code, rule => rule.Terms.Attendance!.CountsFrom!.Value);
    }

    private ProgrammeAnswer Answer(Programme programme, Terms terms, PersonFacts person)
    {
        var culture = CultureInfo.CurrentUICulture;
        var entry = Verdict.Entry(programme.Code, terms, person);
        var benefit = Verdict.Benefit(programme.Code, terms, person, terms.Attendance?.PeriodStart(person.Person.On));
        return new()
        {
            ProgrammeCode = programme.Code,
            ProgrammeName = names.OfProgramme(culture, programme.Code),
            Outcome = entry.Outcome,
            Reasons = [.. sentences.Of(entry.Reason, culture), .. benefit is null ? [] : sentences.Of(benefit.Reason, culture)],
            Gives = sentences.Gives(terms, culture),
            GivesPlan = terms.Gives.Any(gift => gift.Kind == "plan"),
            FirstStep = terms.FirstStep,
            Attendance = benefit?.Standing,
        };
    }
}
