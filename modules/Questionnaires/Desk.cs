using System.Security.Cryptography;
using System.Text;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires;

/// <summary>Takes answers in: anonymous ones without a trace of who gave them, the others for the person.</summary>
internal sealed class Desk(CoursesDb db, ISeals seals, IAudit audit, CityTime city, Caller caller)
{
    private const string Purpose = "questionnaire-ticket";

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
        var byHash = anonymous.ToDictionary(invitation => HashOf(invitation.Id), invitation => invitation.Id, StringComparer.Ordinal);
        var hashes = byHash.Keys.ToArray();
        return [.. (await db.Set<UsedTicket>().Where(row => EF.Parameter(hashes).Contains(row.Hash)).Select(row => row.Hash).ToListAsync(cancel)).Select(hash => byHash[hash])];
    }

    /// <summary>False when it was answered before: a second tap, or an answer whose thanks got lost.</summary>
    public async Task<bool> AnswerMine(Invitation invitation, bool isAnonymous, IReadOnlyList<GivenAnswer> answers, CancellationToken cancel)
    {
        try
        {
            if (isAnonymous)
            {
                var (subject, provider) = await Kept(invitation.QuestionnaireId, invitation.SubjectId, cancel);
                await db.Transact(
                    () =>
                    {
                        db.Add(new UsedTicket { Hash = HashOf(invitation.Id), QuestionnaireId = invitation.QuestionnaireId, IsMixed = false });
                        db.Add(Anonymous(invitation.EditionId, subject, provider, answers));
                        return Task.CompletedTask;
                    },
                    cancel);
            }
            else
            {
                await db.Transact(
                    async () =>
                    {
                        db.Add(OfPerson(invitation, invitation.ParticipantId, invitation.EditionId, answers, null, ""));
                        await Mark(invitation.Id, cancel);
                    },
                    cancel);
            }

            return true;
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            return false;
        }
    }

    /// <summary>A sheet of paper. Whoever types it in saw it, so nothing is written down of who that was or when.</summary>
    public async Task TypeIn(Guid questionnaire, Guid edition, Guid subjectId, IReadOnlyList<GivenAnswer> answers, CancellationToken cancel)
    {
        var (subject, provider) = await Kept(questionnaire, subjectId, cancel);
        await db.Transact(
            () =>
            {
                db.Add(Anonymous(edition, subject, provider, answers));
                return Task.CompletedTask;
            },
            cancel);
    }

    /// <summary>At the desk for somebody. Where the person was asked already, that is answered with it.</summary>
    public Task AnswerFor(Guid person, Guid questionnaire, Guid edition, IReadOnlyList<GivenAnswer> answers, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var today = city.Today;
            var asked = await db.Set<Invitation>().AsNoTracking().Where(row => row.ParticipantId == person && row.QuestionnaireId == questionnaire && row.AnsweredOn == null && row.AnswerUntil >= today).OrderBy(row => row.MadeOn).ThenBy(row => row.Id).FirstOrDefaultAsync(cancel);
            var sheet = OfPerson(asked, person, edition, answers, caller.Id, caller.Name);
            db.Add(sheet);
            if (asked is not null)
            {
                await Mark(asked.Id, cancel);
            }

            audit.Record("questionnaire.answered-for", person);
        },
        cancel);

    /// <summary>What a sheet may say of its occasion: of fewer than five who were asked it would say who they are.</summary>
    private async Task<(Guid? Subject, Guid? Provider)> Kept(Guid questionnaire, Guid subject, CancellationToken cancel)
    {
        if (subject == Guid.Empty)
        {
            return (null, null);
        }

        var asked = await db.Set<Invitation>().Where(row => row.QuestionnaireId == questionnaire && row.SubjectId == subject).Select(row => row.ProviderId).Take(SmallCounts.Fewest).ToListAsync(cancel);
        return asked.Count < SmallCounts.Fewest ? (null, null) : (subject, asked[0]);
    }

    private Sheet Anonymous(Guid edition, Guid? subject, Guid? provider, IReadOnlyList<GivenAnswer> answers) => new()
    {
        Id = RandomKey(),
        EditionId = edition,
        SubjectId = subject,
        ProviderId = provider,
        Month = new(city.Today.Year, city.Today.Month, 1),
        IsMixed = false,
        Answers = [.. answers.Select(answer => new SheetAnswer { Id = RandomKey(), Question = answer.Question, Choice = answer.Choice, Written = answer.Written })],
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

    private Task<int> Mark(Guid invitation, CancellationToken cancel)
    {
        var today = city.Today;
        return db.Set<Invitation>().Where(row => row.Id == invitation).ExecuteUpdateAsync(set => set.SetProperty(row => row.AnsweredOn, today), cancel);
    }

    private string HashOf(Guid invitation) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(seals.Ticket(Purpose, invitation))));

    /// <summary>Unlike the engine's keys it tells no order.</summary>
    public static Guid RandomKey()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new(bytes, bigEndian: true);
    }
}
