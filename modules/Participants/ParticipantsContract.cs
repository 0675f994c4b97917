using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Participants.Features;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Participants;

// Eligibility asks for people and people tell eligibility of changes: who is needed only for an act is asked for when it happens.
internal sealed class ParticipantsContract(CoursesDb db, TimeProvider clock, CityDay city, PassTokens tokens, SearchIndex index, Caller caller, IServiceProvider services) : IParticipants
{
    public IQueryable<ParticipantRow> People => db.Set<Participant>().AsNoTracking().Where(person => person.MergedInto == null).Select(person => new ParticipantRow
    {
        Id = person.Id,
        GivenName = person.GivenName,
        FamilyName = person.FamilyName,
        LatinGivenName = person.LatinGivenName,
        LatinFamilyName = person.LatinFamilyName,
        BirthDate = person.BirthDate,
        BirthParts = person.BirthParts,
        Gender = person.Gender,
        Language = person.Language,
        Email = person.Email,
        Phone = person.Phone,
        Address = person.Address,
        PassNumber = person.PassNumber,
        FirstPermitOn = person.FirstPermitOn,
        ArrivedOn = person.ArrivedOn,
        Level = person.Level,
        ResidenceCentre = person.ResidenceCentre,
        IsFamilyMember = person.IsFamilyMember,
        IsRegisteredInCity = person.IsRegisteredInCity,
        Works = person.Works,
        RegisteredAt = person.RegisteredAt,
        IsErased = person.ErasedAt != null,
    });

    public IQueryable<AliasRow> Aliases => db.Set<Participant>().AsNoTracking().Where(person => person.MergedInto != null).Select(person => new AliasRow { MergedId = person.Id, KeptId = person.MergedInto!.Value });

    public IQueryable<StatusRow> Statuses => db.Set<StatusPeriod>().AsNoTracking().Select(status => new StatusRow
    {
        ParticipantId = status.ParticipantId,
        Status = status.Status,
        From = status.From,
        Until = status.Until,
    });

    public IQueryable<LevelRow> Levels => db.Set<SkillLevel>().AsNoTracking().Select(level => new LevelRow
    {
        ParticipantId = level.ParticipantId,
        Skill = level.Skill,
        Level = level.Level,
        AssessedOn = level.AssessedOn,
        FirstLevel = level.FirstLevel,
        FirstOn = level.FirstOn,
    });

    public IQueryable<NeedRow> Needs => db.Set<PersonalNeed>().AsNoTracking().Select(need => new NeedRow
    {
        ParticipantId = need.ParticipantId,
        Need = need.Need,
    });

    public IQueryable<PassRow> Passes => db.Set<Pass>().AsNoTracking().Select(pass => new PassRow
    {
        Id = pass.Id,
        ParticipantId = pass.ParticipantId,
        Number = pass.Number,
        TokenHash = pass.TokenHash,
        IssuedAt = pass.IssuedAt,
        ReplacedAt = pass.ReplacedAt,
        BroughtAt = pass.BroughtAt,
        HasLetterPin = pass.HasLetterPin,
    });

    public IQueryable<ReferralRow> Referrals => db.Set<Referral>().AsNoTracking().Select(referral => new ReferralRow
    {
        Id = referral.Id,
        Office = referral.Office,
        ReferredOn = referral.ReferredOn,
        ParticipantId = referral.ParticipantId,
        CameAt = referral.CameAt,
    });

    public async Task<IReadOnlyList<string>> OwnMails(IReadOnlyList<Guid> records, CancellationToken cancel)
    {
        var others = db.Set<Participant>().Where(person => !records.Contains(person.Id));
        return await db.Set<Participant>().Where(person => records.Contains(person.Id) && person.Email != null && !others.Any(other => other.Email == person.Email)).Select(person => person.Email!).Distinct().ToListAsync(cancel);
    }

    public async Task<PassRow?> FindPass(string token, CancellationToken cancel)
    {
        if (!PassTokens.IsWellFormed(token))
        {
            return null;
        }

        var hash = PassTokens.HashOf(token);
        return await Passes.SingleOrDefaultAsync(pass => pass.TokenHash == hash, cancel);
    }

    public Task SetLevel(Guid participantId, Skill skill, string level, CancellationToken cancel) =>
        db.Transact(
            async () =>
            {
                if (!CefrLevels.All.Contains(level))
                {
                    throw new RuleBroken("participant.level", level);
                }

                var person = await db.Set<Participant>().Include(row => row.Levels).SingleOrDefaultAsync(row => row.Id == participantId, cancel)
                    ?? throw new NotFound("The participant");
                person.Assess(skill, level, city.Today, caller.Name);
                services.GetRequiredService<IAudit>().Record("participant.level", participantId, $"{skill} {level}");
                await services.GetRequiredService<IEligibility>().MarkStale([participantId], cancel);
            },
            cancel);

    public Task<IReadOnlyList<RaisedLevel>> RaiseLevels(Guid participantId, IReadOnlyCollection<Skill> skills, string level, DateOnly on, string by, CancellationToken cancel) =>
        db.Transact<IReadOnlyList<RaisedLevel>>(
            async () =>
            {
                if (!CefrLevels.All.Contains(level))
                {
                    throw new RuleBroken("participant.level", level);
                }

                var person = await WithLevels(participantId, cancel);
                var raised = new List<RaisedLevel>();
                foreach (var skill in skills.Distinct())
                {
                    var known = person.Levels.SingleOrDefault(row => row.Skill == skill);
                    if (known is null || CefrLevels.Rank(known.Level) < CefrLevels.Rank(level))
                    {
                        raised.Add(new(skill, known?.Level, known?.AssessedOn, known?.AssessedBy));
                        person.Assess(skill, level, on, by);
                        services.GetRequiredService<IAudit>().Record("participant.level", participantId, $"{skill} {level}");
                    }
                }

                await services.GetRequiredService<IEligibility>().MarkStale([participantId], cancel);
                return raised;
            },
            cancel);

    public Task TakeLevelsBack(Guid participantId, IReadOnlyCollection<RaisedLevel> raised, string level, DateOnly on, CancellationToken cancel) =>
        db.Transact(
            async () =>
            {
                var person = await WithLevels(participantId, cancel);
                foreach (var before in raised.Where(before => person.Levels.Any(row => row.Skill == before.Skill && row.Level == level && row.AssessedOn == on)))
                {
                    person.AssessedAsBefore(before);
                    services.GetRequiredService<IAudit>().Record("participant.level", participantId, $"{before.Skill} {before.Level ?? "-"}");
                }

                await services.GetRequiredService<IEligibility>().MarkStale([participantId], cancel);
            },
            cancel);

    private async Task<Participant> WithLevels(Guid participantId, CancellationToken cancel) =>
        await db.Set<Participant>().Include(row => row.Levels).SingleOrDefaultAsync(row => row.Id == participantId, cancel) ?? throw new NotFound("The participant");

    public Task<Guid> Register(NewParticipant newcomer, CancellationToken cancel) =>
        db.Transact(
            async () =>
            {
                var now = clock.GetUtcNow();
                var person = Participant.Register(
                    new()
                    {
                        GivenName = newcomer.GivenName,
                        FamilyName = newcomer.FamilyName,
                        LatinGivenName = newcomer.LatinGivenName,
                        LatinFamilyName = newcomer.LatinFamilyName,
                        BirthDate = newcomer.BirthDate,
                        BirthParts = newcomer.BirthParts,
                        Gender = newcomer.Gender,
                        Language = newcomer.Language,
                        Email = newcomer.Email,
                        Phone = newcomer.Phone,
                        Address = newcomer.Address,
                        FirstPermitOn = newcomer.FirstPermitOn,
                        ArrivedOn = newcomer.ArrivedOn,
                        ResidenceCentre = newcomer.ResidenceCentre,
                        IsFamilyMember = newcomer.IsFamilyMember,
                        IsRegisteredInCity = newcomer.IsRegisteredInCity,
                        Works = newcomer.Works,
                    },
                    newcomer.Status,
                    newcomer.StatusFrom,
                    city.Today,
                    now,
                    caller.Name);
                foreach (var (skill, level) in newcomer.Levels)
                {
                    person.Assess(skill, CefrLevels.All.Contains(level) ? level : throw new RuleBroken("participant.level", level), city.Today, caller.Name);
                }

                person.SetNeeds(newcomer.Needs);
                person.HandOutPass(tokens, now, caller.Name);
                db.Add(person);
                await index.Update([person], cancel);
                await MarkReferralsAsCome(person, now, cancel);
                services.GetRequiredService<IAudit>().Record("participant.registered", person.Id);
                await services.GetRequiredService<IEligibility>().MarkStale([person.Id], cancel);
                return person.Id;
            },
            cancel);

    public async Task<IReadOnlyList<Guid>> Find(string typed, CancellationToken cancel) =>
        [.. (await services.GetRequiredService<FindPeople>().Search(typed, cancel)).People.Take(FindPeople.Most).Select(person => person.Id)];

    public async Task<IReadOnlyList<Guid>> FindDuplicates(Likeness like, CancellationToken cancel) => [.. (await services.GetRequiredService<FindDoubles>().Of(like, cancel)).Select(one => one.Id)];

    private async Task MarkReferralsAsCome(Participant person, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var referral in await db.Set<Referral>().Where(row => row.BirthDate == person.BirthDate && row.SearchName == person.SearchName && row.ParticipantId == null).ToListAsync(cancel))
        {
            referral.Came(person.Id, now);
        }
    }
}
