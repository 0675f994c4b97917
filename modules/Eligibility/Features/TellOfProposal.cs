using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility.Features;

/// <summary>
/// The newcomer hears of a proposal or a decision otherwise than by letter: the page showed it, or somebody told. Times to answer run from then, and nothing is taken away from somebody who was not told.
/// </summary>
internal sealed class TellOfProposal(CoursesDb db, IMessages messages, ITimetable timetable, IAudit audit, CityTime city)
{
    /// <summary>How a person may have told: no letter of ours, so somebody answers for it.</summary>
    public static readonly IReadOnlyList<string> Ways = ["spoken", "telephone", "interpreter", "handed-over", "other"];

    /// <summary>The page of the newcomer shows all that is open to an answer.</summary>
    public async Task ByPage(Guid participantId, CancellationToken cancel)
    {
        foreach (var proposal in await db.Set<Proposal>().AsNoTracking().Where(row => row.ParticipantId == participantId
            && ((row.State == ProposalState.Open && row.ToldOn == null) || (row.State == ProposalState.Confirmed && row.AppealedAt == null && row.AppealUntil == null))).ToListAsync(cancel))
        {
            await Tell(proposal, Delivered.OnPage, city.Today, null, cancel);
        }
    }

    /// <summary>Somebody told the newcomer, and says when, how and who it was.</summary>
    public Task ByPerson(Guid id, string how, DateOnly on, string by, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var proposal = await db.Set<Proposal>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel) ?? throw new NotFound("The proposal");
            var since = city.DayOf(proposal.State == ProposalState.Confirmed ? proposal.DecidedAt!.Value : proposal.ProposedAt);
            if (on < since || on > city.Today)
            {
                throw new RuleBroken("proposal.told-when", Platform.Languages.Shown.Date(since));
            }

            await Tell(proposal, how, on, by, cancel);
            audit.Record("proposal.told", proposal.ParticipantId, $"{proposal.ProgrammeCode}: {how}, {on:yyyy-MM-dd}, {by}");
        },
        cancel);

    private Task Tell(Proposal proposal, string how, DateOnly on, string? by, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var isDecided = proposal.State == ProposalState.Confirmed;
            var (kind, about, days) = isDecided ? (DecisionLetter.KindOf(proposal), proposal.Id, Proposal.AppealWorkingDays) : (ProposalLetter.KindOf(proposal), proposal.DecisionId, proposal.CommentWorkingDays);
            var isWritten = await messages.Told(proposal.ParticipantId, kind, about, how, on, cancel);
            var row = (await db.Lock<Proposal>(proposal.Id, cancel))!;
            if (!isWritten)
            {
                // No letter was ever written: then nothing but this says when.
                row.Heard(isDecided, new(about, how, on, await timetable.WorkingDayAfter(on, days, cancel)));
            }

            if (by is not null)
            {
                row.WasTold(how, by);
            }
        },
        cancel);
}
