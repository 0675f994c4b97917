using Courses.Contracts.Access;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring;

/// <summary>
/// All that happens to pairs. Each act takes the helper's lock first: two works on the pairs or meetings of one helper come one after the other. An id that is not the caller's is answered like one that does not exist.
/// </summary>
internal sealed class MentoringDesk(CoursesDb db, PairTemplates templates, IParticipants participants, IStaff staff, IMessages messages, IAudit audit, CityTime city, Caller caller)
{
    /// <summary>Letters to newcomers and to helpers.</summary>
    public const string Proposed = "pair-proposed";
    public const string MeetingToConfirm = "meeting-to-confirm";
    public const string Offered = "pair-offered";

    public Task<Guid> Propose(Guid helperId, Guid participantId, string? template, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var helper = await Locked(helperId, cancel);
            var chosen = await templates.Of(template, cancel);
            if (!await participants.People.AnyAsync(row => row.Id == participantId, cancel))
            {
                throw new NotFound("The person");
            }

            if (helper.LeftOn is not null)
            {
                throw new RuleBroken("pair.helper-left");
            }

            if (helper.AccountId is not { } account || await staff.Now(account, cancel) is not { } now)
            {
                throw new RuleBroken("pair.no-account");
            }

            helper.Demand(chosen.Terms, city.Today);
            if (await db.Set<Pair>().AnyAsync(other => other.HelperId == helperId && other.ParticipantId == participantId && (other.State == PairState.Proposed || other.State == PairState.Active), cancel))
            {
                throw new RuleBroken("pair.already");
            }

            var pair = Pair.Propose(helper, participantId, chosen, caller.Id, city.Now);
            db.Add(pair);
            audit.Record("pair.proposed", pair.Id, pair.TemplateCode);
            await messages.Queue(new() { ParticipantId = participantId, Kind = Proposed, OnceKey = $"{Proposed}:{pair.Id}", Details = [helper.Name], About = pair.Id, Link = "/my/mentor" }, cancel);

            // Who it is stands on the page: a letter outlives an erasure, and goes out before the newcomer said yes.
            await messages.QueueForStaff(new() { Email = now.Email, Kind = Offered, OnceKey = $"{Offered}:{pair.Id}", Link = "/mentor" }, cancel);
            return pair.Id;
        },
        cancel);

    public Task HelperAnswers(Guid pairId, bool accepts, CancellationToken cancel) => Answer(OfHelper(pairId), true, accepts, cancel);

    public Task NewcomerAnswers(Guid pairId, bool accepts, CancellationToken cancel) => Answer(OfNewcomer(pairId), false, accepts, cancel);

    public Task HelperEnds(Guid pairId, EndReason reason, string said, CancellationToken cancel) => End(OfHelper(pairId), reason, said, cancel);

    public Task OfficeEnds(Guid pairId, EndReason reason, string said, CancellationToken cancel) => End(db.Set<Pair>().Where(pair => pair.Id == pairId), reason, said, cancel);

    public Task WishForOther(Guid pairId, string said, CancellationToken cancel) => OnPair(
        OfNewcomer(pairId),
        (pair, _, _) =>
        {
            if (pair.WishForOther(said, caller.Id, city.Now))
            {
                audit.Record("pair.other-wished", pair.Id);
            }

            return Task.CompletedTask;
        },
        cancel);

    public Task AnswerWish(Guid pairId, string said, CancellationToken cancel) => OnPair(
        db.Set<Pair>().Where(pair => pair.Id == pairId),
        (pair, _, _) =>
        {
            pair.AnswerWish(said, caller.Id, city.Now);
            audit.Record("pair.wish-answered", pair.Id);
            return Task.CompletedTask;
        },
        cancel);

    public Task ContactAgain(Guid pairId, string said, CancellationToken cancel) => OnPair(
        db.Set<Pair>().Where(pair => pair.Id == pairId),
        (pair, _, _) =>
        {
            pair.ContactAgain(said, caller.Id, city.Now);
            audit.Record("pair.contacted-again", pair.Id);
            return Task.CompletedTask;
        },
        cancel);

    /// <summary>Enters a meeting, or one in the place of another. What comes a second time is answered as done.</summary>
    public async Task<Guid> Enter(Guid pairId, NewMeeting entered, CancellationToken cancel)
    {
        var id = Guid.Empty;
        await OnPair(
            OfHelper(pairId),
            async (pair, _, terms) =>
            {
                var meeting = entered.Of(pair, city, caller.Id);
                var corrected = entered.Corrects is { } old ? await db.Set<Meeting>().SingleOrDefaultAsync(row => row.Id == old && row.PairId == pairId, cancel) ?? throw new NotFound("The meeting") : null;
                var near = await db.Set<Meeting>()
                    .Where(row => row.HelperId == pair.HelperId && row.State != MeetingState.Corrected && row.State != MeetingState.TakenBack && row.StartsAt < meeting.EndsAt && row.EndsAt > meeting.StartsAt)
                    .ToListAsync(cancel);
                if (near.Find(meeting.IsSame) is { } same)
                {
                    id = same.Id;
                    return;
                }

                if (corrected is { Stands: false })
                {
                    throw new RuleBroken("meeting.changed");
                }

                Judge(meeting, pair, terms);
                if (near.Exists(other => other.Id != entered.Corrects))
                {
                    throw new RuleBroken("meeting.overlaps");
                }

                corrected?.GiveWay(caller.Id, city.Now);
                db.Add(meeting);
                id = meeting.Id;
                audit.Record(corrected is null ? "meeting.entered" : "meeting.corrected", meeting.Id);
                await messages.Queue(new() { ParticipantId = pair.ParticipantId, Kind = MeetingToConfirm, OnceKey = $"{MeetingToConfirm}:{meeting.Id}", Details = [meeting.StartsAt.ToString("O", System.Globalization.CultureInfo.InvariantCulture)], About = meeting.Id, Link = "/my/mentor" }, cancel);
            },
            cancel);
        return id;
    }

    public Task TakeBack(Guid pairId, Guid meetingId, CancellationToken cancel) => OnPair(
        OfHelper(pairId),
        async (pair, _, _) =>
        {
            var meeting = await db.Set<Meeting>().SingleOrDefaultAsync(row => row.Id == meetingId && row.PairId == pair.Id, cancel) ?? throw new NotFound("The meeting");
            if (meeting.TakeBack(caller.Id, city.Now))
            {
                audit.Record("meeting.taken-back", meeting.Id);
            }
        },
        cancel);

    /// <summary>The newcomer says that a meeting was so, or not.</summary>
    public Task Say(Guid meetingId, bool wasSo, string said, CancellationToken cancel) => OnPair(
        db.Set<Pair>().Where(pair => pair.ParticipantId == caller.Id && db.Set<Meeting>().Any(meeting => meeting.Id == meetingId && meeting.PairId == pair.Id)),
        async (pair, _, _) =>
        {
            var meeting = await db.Set<Meeting>().SingleAsync(row => row.Id == meetingId && row.PairId == pair.Id, cancel);
            if (meeting.Say(wasSo, said, caller.Id, city.Now))
            {
                audit.Record(wasSo ? "meeting.confirmed" : "meeting.not-so", meeting.Id);
            }
        },
        cancel);

    private void Judge(Meeting meeting, Pair pair, PairTerms terms)
    {
        if (pair.StartedOn is not { } started)
        {
            throw new RuleBroken("meeting.not-begun");
        }

        if (meeting.EndsAt > city.Now)
        {
            throw new RuleBroken("meeting.future");
        }

        if (meeting.On < started || meeting.On > (pair.EndedOn ?? DateOnly.MaxValue))
        {
            throw new RuleBroken("meeting.outside");
        }

        if (meeting.Minutes < terms.MinimumMinutes)
        {
            throw new RuleBroken("meeting.too-short", terms.MinimumMinutes);
        }

        if (terms.PlannedHours.Count > 0 && !terms.PlannedHours.ContainsKey(meeting.Support))
        {
            throw new RuleBroken("meeting.support");
        }
    }

    private Task Answer(IQueryable<Pair> which, bool isHelper, bool accepts, CancellationToken cancel) => OnPair(
        which,
        (pair, helper, terms) =>
        {
            if (accepts ? pair.Accept(isHelper, helper, terms, caller.Id, city.Today, city.Now) : pair.Decline(isHelper, caller.Id, city.Today, city.Now))
            {
                audit.Record(accepts ? "pair.accepted" : "pair.declined", pair.Id);
            }

            return Task.CompletedTask;
        },
        cancel);

    private Task End(IQueryable<Pair> which, EndReason reason, string said, CancellationToken cancel) => OnPair(
        which,
        (pair, _, terms) =>
        {
            pair.End(reason, said, terms, caller.Id, city.Today, city.Now);
            audit.Record("pair.ended", pair.Id, reason.ToString());
            return Task.CompletedTask;
        },
        cancel);

    private IQueryable<Pair> OfHelper(Guid pairId) =>
        db.Set<Pair>().Where(pair => pair.Id == pairId && (pair.State != PairState.Ended || pair.StartedOn != null) && db.Set<Helper>().Any(helper => helper.Id == pair.HelperId && helper.AccountId == caller.Id));

    private IQueryable<Pair> OfNewcomer(Guid pairId) => db.Set<Pair>().Where(pair => pair.Id == pairId && pair.ParticipantId == caller.Id);

    private Task OnPair(IQueryable<Pair> which, Func<Pair, Helper, PairTerms, Task> act, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var helperId = await which.Select(pair => (Guid?)pair.HelperId).SingleOrDefaultAsync(cancel) ?? throw new NotFound("The pair");
            var helper = await Locked(helperId, cancel);

            // Read after the lock, and asked once more whether it is the caller's.
            var pair = await which.SingleOrDefaultAsync(cancel) ?? throw new NotFound("The pair");
            await act(pair, helper, await templates.TermsOf(pair.TemplateId, cancel));
        },
        cancel);

    private async Task<Helper> Locked(Guid helperId, CancellationToken cancel)
    {
        var helper = await db.Lock<Helper>(helperId, cancel) ?? throw new NotFound("The helper");
        await db.Entry(helper).Collection(row => row.Proofs).LoadAsync(cancel);
        return helper;
    }
}

/// <summary>A meeting as somebody enters it.</summary>
internal sealed record NewMeeting(DateOnly On, TimeOnly From, int Minutes, Support Support, Difficulty Difficulty, string Place, Guid? Corrects = null)
{
    public Meeting Of(Pair pair, CityTime city, Guid by)
    {
        var starts = city.At(On, From);
        return new()
        {
            PairId = pair.Id,
            HelperId = pair.HelperId,
            On = On,
            From = From,
            Minutes = Minutes,
            StartsAt = starts,
            EndsAt = starts.AddMinutes(Minutes),
            Support = Support,
            Difficulty = Difficulty,
            Place = Place,
            EnteredBy = by,
            EnteredAt = city.Now,
            CorrectsId = Corrects,
        };
    }
}
