using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring.Pages;

/// <summary>A pair as lists and pages show it: who, under which terms, and what their meetings come to.</summary>
internal sealed record PairLine(Pair Pair, PairTerms Terms, string Helper, string? Person, string? PassNumber, PairSums Sums)
{
    /// <summary>When the newcomer first got a status from which the months of these terms count; null where none is recorded, or none matters.</summary>
    public DateOnly? GrantedOn { get; init; }

    /// <summary>The last day that is planned.</summary>
    public DateOnly? PlannedEnd => Pair.StartedOn is { } started ? Terms.PlannedEnd(started, GrantedOn) : null;

    /// <param name="db">Where they are.</param>
    /// <param name="templates">Under which terms.</param>
    /// <param name="people">Who the newcomers are.</param>
    /// <param name="withNames">Whether the reader may see the names of newcomers.</param>
    /// <param name="which">Of these pairs.</param>
    /// <param name="cancel">Stops reading.</param>
    public static async Task<IReadOnlyList<PairLine>> Read(CoursesDb db, PairTemplates templates, IParticipants people, bool withNames, IQueryable<Pair> which, CancellationToken cancel)
    {
        var pairs = await which.AsNoTracking().ToListAsync(cancel);
        var (ids, helperIds, personIds) = (pairs.Select(pair => pair.Id).ToArray(), pairs.Select(pair => pair.HelperId).Distinct().ToArray(), pairs.Select(pair => pair.ParticipantId).Distinct().ToArray());
        var terms = await templates.Terms(cancel);
        var helpers = await db.Set<Helper>().Where(helper => EF.Parameter(helperIds).Contains(helper.Id)).ToDictionaryAsync(helper => helper.Id, helper => helper.Name, cancel);
        var persons = await people.People.Where(person => EF.Parameter(personIds).Contains(person.Id)).Select(person => new { person.Id, Name = person.GivenName + " " + person.FamilyName, person.PassNumber }).ToDictionaryAsync(person => person.Id, cancel);
        var meetings = (await db.Set<Meeting>().AsNoTracking().Where(meeting => EF.Parameter(ids).Contains(meeting.PairId)).ToListAsync(cancel)).ToLookup(meeting => meeting.PairId);
        var statuses = pairs.Exists(pair => terms[pair.TemplateId].MonthsAfterStatus is not [])
            ? (await people.Statuses.Where(status => EF.Parameter(personIds).Contains(status.ParticipantId)).Select(status => new { status.ParticipantId, status.Status, status.From }).ToListAsync(cancel)).ToLookup(status => status.ParticipantId)
            : null;
        return pairs.ConvertAll(pair => new PairLine(
            pair,
            terms[pair.TemplateId],
            helpers.GetValueOrDefault(pair.HelperId, ""),
            withNames ? persons.GetValueOrDefault(pair.ParticipantId)?.Name : null,
            persons.GetValueOrDefault(pair.ParticipantId)?.PassNumber,
            PairSums.Of(meetings[pair.Id]))
        {
            GrantedOn = statuses?[pair.ParticipantId].Where(status => terms[pair.TemplateId].MonthsAfterStatus.Contains(status.Status)).Min(status => (DateOnly?)status.From),
        });
    }
}
