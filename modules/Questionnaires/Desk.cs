using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Requests;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires;

/// <summary>Takes answers in: anonymous ones without a trace of who gave them, the others for the person.</summary>
internal sealed class Desk(CoursesDb db, ISeals seals, ClientKeys keys, IAudit audit, CityTime city, Caller caller)
{
    private const string OfInvitations = "questionnaire-ticket";
    private const string OfForms = "questionnaire-form";

    /// <summary>With its newest edition.</summary>
    public async Task<(Questionnaire Questionnaire, Edition Edition)> Get(string code, CancellationToken cancel)
    {
        var found = await db.Set<Questionnaire>().AsNoTracking().SingleOrDefaultAsync(row => row.Code == code, cancel) ?? throw new NotFound("The questionnaire");
        return (found, await Editions(found.Id).FirstAsync(cancel));
    }

    /// <summary>The newest first.</summary>
    public IQueryable<Edition> Editions(Guid questionnaire) => db.Set<Edition>().AsNoTracking().Where(row => row.QuestionnaireId == questionnaire).OrderByDescending(row => row.Number);

    /// <summary>Which of these invitations were used up: worked out here, since nothing in the database says it.</summary>
    public async Task<HashSet<Guid>> Answered(IReadOnlyCollection<Invitation> anonymous, CancellationToken cancel)
    {
        var byHash = anonymous.ToDictionary(invitation => seals.Ticket(OfInvitations, invitation.Id), invitation => invitation.Id, StringComparer.Ordinal);
        var hashes = byHash.Keys.ToArray();
        return [.. (await db.Set<UsedTicket>().Where(row => EF.Parameter(hashes).Contains(row.Hash)).Select(row => row.Hash).ToListAsync(cancel)).Select(hash => byHash[hash])];
    }

    /// <summary>A second tap, or an answer whose thanks got lost, changes nothing: it was answered before.</summary>
    public async Task AnswerMine(Invitation invitation, bool isAnonymous, IReadOnlyList<GivenAnswer> answers, CancellationToken cancel)
    {
        if (isAnonymous)
        {
            var about = await Kept(invitation.QuestionnaireId, invitation.SubjectId, cancel);
            await Once(
                () =>
                {
                    db.Add(new UsedTicket { Hash = seals.Ticket(OfInvitations, invitation.Id), QuestionnaireId = invitation.QuestionnaireId, IsMixed = false });
                    db.Add(Anonymous(invitation.EditionId, about, isTyped: false, answers));
                    return Task.CompletedTask;
                },
                cancel);
        }
        else
        {
            await Once(
                async () =>
                {
                    db.Add(OfPerson(invitation, invitation.ParticipantId, invitation.EditionId, answers, null, ""));
                    await Mark(invitation, cancel);
                },
                cancel);
        }
    }

    /// <summary>A sheet of paper. Whoever types it in saw it, so nothing is written down of who that was or when. The same form sent twice is one sheet.</summary>
    public async Task TypeIn(Guid form, Guid questionnaire, Guid edition, Guid subject, IReadOnlyList<GivenAnswer> answers, CancellationToken cancel)
    {
        var about = await Kept(questionnaire, subject, cancel);
        await Once(
            () =>
            {
                // Of the form's random number: it leads to nobody, and commits with the sheet as a ticket does.
                db.Add(new UsedTicket { Hash = seals.Ticket(OfForms, form), QuestionnaireId = questionnaire, IsMixed = false });
                db.Add(Anonymous(edition, about, isTyped: true, answers));
                return Task.CompletedTask;
            },
            cancel);
    }

    /// <summary>
    /// At the desk for somebody. Where the person was asked already, that is answered with it. The same form sent twice is one sheet. Broken rules: <c>questionnaires.answered-meanwhile</c> where the person
    /// answers on the phone at the same moment.
    /// </summary>
    public async Task AnswerFor(Guid form, Guid person, Guid questionnaire, Guid edition, IReadOnlyList<GivenAnswer> answers, CancellationToken cancel)
    {
        try
        {
            await keys.Once(
                $"{OfForms}:{caller.Id:N}",
                form.ToString("N"),
                new { person, questionnaire },
                async () =>
                {
                    var today = city.Today;
                    var asked = await db.Set<Invitation>().AsNoTracking().Where(row => row.ParticipantId == person && row.QuestionnaireId == questionnaire && row.AnsweredOn == null && row.AnswerUntil >= today).OrderBy(row => row.MadeOn).ThenBy(row => row.Id).FirstOrDefaultAsync(cancel);
                    db.Add(OfPerson(asked, person, edition, answers, caller.Id, caller.Name));
                    if (asked is not null)
                    {
                        await Mark(asked, cancel);
                    }

                    audit.Record("questionnaire.answered-for", person);
                    return true;
                },
                cancel);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            throw new RuleBroken("questionnaires.answered-meanwhile");
        }
    }

    /// <summary>What the caller typed in for somebody today goes again: it was the wrong person. What was asked waits for its answer then.</summary>
    public Task Remove(Guid sheet, Guid person, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var (today, me) = (city.Today, caller.Id);
            var found = await db.Set<PersonSheet>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == sheet && row.ParticipantId == person && row.TypedBy == me && row.AnsweredOn == today, cancel) ?? throw new NotFound("The sheet");
            await db.Set<PersonAnswer>().Where(row => row.PersonSheetId == sheet).ExecuteDeleteAsync(cancel);
            await db.Set<PersonSheet>().Where(row => row.Id == sheet).ExecuteDeleteAsync(cancel);
            if (found.InvitationId is { } invitation)
            {
                await db.Set<Invitation>().Where(row => row.Id == invitation).ExecuteUpdateAsync(set => set.SetProperty(row => row.AnsweredOn, (DateOnly?)null), cancel);
            }

            audit.Record("questionnaire.sheet-removed", person);
        },
        cancel);

    private async Task Once(Func<Task> write, CancellationToken cancel)
    {
        try
        {
            await db.Transact(write, cancel);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>What a sheet may say of its occasion: of fewer than five who were asked it would say who they are.</summary>
    private async Task<About> Kept(Guid questionnaire, Guid subject, CancellationToken cancel)
    {
        if (subject == Guid.Empty)
        {
            return new(null, null);
        }

        var asked = await db.Set<Invitation>().Where(row => row.QuestionnaireId == questionnaire && row.SubjectId == subject).Select(row => row.ProviderId).Take(SmallCounts.Fewest).ToListAsync(cancel);
        return asked.Count < SmallCounts.Fewest ? new(null, null) : new(subject, asked[0]);
    }

    /// <summary>Keys are of version 4, from the system's random source: unlike the engine's they tell no order.</summary>
    private Sheet Anonymous(Guid edition, About about, bool isTyped, IReadOnlyList<GivenAnswer> answers) => new()
    {
        Id = Guid.NewGuid(),
        EditionId = edition,
        SubjectId = about.Subject,
        ProviderId = about.Provider,
        Month = new(city.Today.Year, city.Today.Month, 1),
        IsMixed = false,
        IsTyped = isTyped,
        Answers = [.. answers.Select(answer => new SheetAnswer { Id = Guid.NewGuid(), Question = answer.Question, Choice = answer.Choice, Written = answer.Written })],
    };

    private PersonSheet OfPerson(Invitation? invitation, Guid person, Guid edition, IReadOnlyList<GivenAnswer> answers, Guid? by, string byName) => new()
    {
        ParticipantId = person,
        EditionId = edition,
        InvitationId = invitation?.Id,
        AnsweredOn = city.Today,
        TypedBy = by,
        TypedByName = byName,
        Answers = [.. answers.Select(answer => new PersonAnswer { Question = answer.Question, Choice = answer.Choice, Written = answer.Written })],
    };

    /// <summary>It may have gone meanwhile, or to another record of the same person.</summary>
    private async Task Mark(Invitation invitation, CancellationToken cancel)
    {
        var (id, person, today) = (invitation.Id, invitation.ParticipantId, city.Today);
        if (await db.Set<Invitation>().Where(row => row.Id == id && row.ParticipantId == person).ExecuteUpdateAsync(set => set.SetProperty(row => row.AnsweredOn, today), cancel) == 0)
        {
            throw new NotFound("The questionnaire");
        }
    }

    private sealed record About(Guid? Subject, Guid? Provider);
}
