using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Features;

/// <summary>
/// Passes come over and go on working beside the kept record's own; needs, levels, notes, complaints and referrals come over, too. Name, birth date and legal status are what each record says: the kept one's hold.
/// </summary>
internal sealed class FollowPerson(CoursesDb db, TimeProvider clock) : IFollowsPerson
{
    /// <summary>A pass that was the closed record's own, and not brought over before.</summary>
    private const string OwnPass = "participants.pass own";

    public async Task<IReadOnlyList<BroughtRow>> BringOver(Guid merged, Guid kept, bool isLate, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();

        // A person has one pass of their own; what comes over is marked first, or the index would refuse the second.
        var own = await db.Set<Pass>().Where(pass => pass.ParticipantId == merged && pass.BroughtAt == null).Select(pass => pass.Id).ToListAsync(cancel);
        await db.Set<Pass>().Where(pass => pass.ParticipantId == merged && pass.BroughtAt == null).ExecuteUpdateAsync(set => set.SetProperty(pass => pass.BroughtAt, now), cancel);
        return [.. (await db.HandOver(Rows(kept), merged, kept, cancel)).Select(row => new BroughtRow(row.Table, row.Id)), .. own.Select(id => new BroughtRow(OwnPass, id))];
    }

    public async Task TakeBack(IReadOnlyCollection<BroughtRow> rows, Guid merged, Guid kept, CancellationToken cancel)
    {
        await db.HandBack(Rows(kept), rows.Select(row => new HandedRow(row.Table, row.Row)), kept, merged, cancel);
        var passes = rows.Where(row => row.Table == OwnPass).Select(row => row.Row).ToArray();
        await db.Set<Pass>().Where(pass => pass.ParticipantId == merged && EF.Parameter(passes).Contains(pass.Id)).ExecuteUpdateAsync(set => set.SetProperty(pass => pass.BroughtAt, (DateTimeOffset?)null), cancel);
    }

    private IOwnedRows[] Rows(Guid kept) =>
    [
        Handover.Of<Pass>(pass => pass.ParticipantId),
        Handover.Of<PersonalNeed>(need => need.ParticipantId, need => !db.Set<PersonalNeed>().Any(mine => mine.ParticipantId == kept && mine.Need == need.Need)),
        Handover.Of<SkillLevel>(level => level.ParticipantId, level => !db.Set<SkillLevel>().Any(mine => mine.ParticipantId == kept && mine.Skill == level.Skill)),
        Handover.Of<PersonNote>(note => note.ParticipantId),
        Handover.OfSome<Complaint>(complaint => complaint.ParticipantId),
        Handover.OfSome<Referral>(referral => referral.ParticipantId),
        Handover.Of<Erasure>(erasure => erasure.ParticipantId, erasure => erasure.WithdrawnAt != null || !db.Set<Erasure>().Any(mine => mine.ParticipantId == kept && mine.WithdrawnAt == null)),
        Handover.Of<LegalHold>(hold => hold.ParticipantId),
        Handover.Of<Consent>(consent => consent.ParticipantId),

        // Whoever was closed in favour of the one that is closed now leads on.
        Handover.OfSome<Participant>(person => person.MergedInto),
    ];
}
