using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires.Pages;

/// <summary>What I am asked, what I answered where that is mine, and what came of what people said.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyQuestionnairesModel(CoursesDb db, Desk desk, Results results, CityTime city, Caller caller) : CoursesPage
{
    private const int Most = 50;
    private const int MostReplies = 10;

    /// <summary>What a phone gets at first; all of it is a link away.</summary>
    private const int FewOutcomes = 3;
    private const int FewReplies = 3;
    private const int FewSheets = 5;

    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    /// <summary>There is more than is shown.</summary>
    public bool HasMore { get; private set; }

    public IReadOnlyList<OpenQuestionnaire> Open { get; private set; } = [];

    public IReadOnlyList<AnsweredSheet> Mine { get; private set; } = [];

    public IReadOnlyList<PublishedOutcome> Outcomes { get; private set; } = [];

    public Task OnGetAsync() => Load();

    protected override async Task Load()
    {
        var (me, today) = (caller.Id, city.Today);
        var asked = await (
            from invitation in db.Set<Invitation>().AsNoTracking()
            join questionnaire in db.Set<Questionnaire>() on invitation.QuestionnaireId equals questionnaire.Id
            where invitation.ParticipantId == me && invitation.AnswerUntil >= today && invitation.AnsweredOn == null && questionnaire.OpenedOn != null && questionnaire.ClosedOn == null
            orderby invitation.AnswerUntil, invitation.Id
            select new { Invitation = invitation, questionnaire.IsAnonymous }).Take(Most).ToListAsync(Cancel);
        var answered = await desk.Answered([.. asked.Where(one => one.IsAnonymous).Select(one => one.Invitation)], Cancel);
        var open = asked.Where(one => !answered.Contains(one.Invitation.Id)).ToArray();
        var sheets = await db.Set<PersonSheet>().AsNoTracking().Include(sheet => sheet.Answers).Where(sheet => sheet.ParticipantId == me).OrderByDescending(sheet => sheet.AnsweredOn).ThenBy(sheet => sheet.Id).Take(All ? Most : FewSheets + 1).ToListAsync(Cancel);
        if (!All && sheets.Count > FewSheets)
        {
            HasMore = true;
            sheets.RemoveAt(FewSheets);
        }

        var editions = await db.TermsOf(open.Select(one => one.Invitation.EditionId).Concat(sheets.Select(sheet => sheet.EditionId)), Cancel);
        var names = await results.NamesOf([.. open.Select(one => one.Invitation.SubjectId)], Cancel);
        Open = [.. open.Select(one => new OpenQuestionnaire(one.Invitation.Id, editions[one.Invitation.EditionId], names.GetValueOrDefault(one.Invitation.SubjectId, ""), one.Invitation.AnswerUntil, one.IsAnonymous))];
        Mine = [.. sheets.Select(sheet => new AnsweredSheet(sheet.Id, editions[sheet.EditionId], sheet.AnsweredOn, sheet.TypedByName, sheet.Answers))];
        await LoadOutcomes();
    }

    private async Task LoadOutcomes()
    {
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var outcomes = (await db.Set<Outcome>().AsNoTracking().ToListAsync(Cancel)).ToLookup(row => row.QuestionnaireId);
        var replies = (await (
            from note in db.Set<CommentNote>()
            join answer in db.Set<SheetAnswer>() on note.AnswerId equals answer.Id
            where note.Reply != ""
            orderby note.At descending
            select new { note.QuestionnaireId, note.Reply, Comment = note.ShowsComment && answer.Written != "" ? answer.Written : null }).Take(Most).ToListAsync(Cancel)).ToLookup(row => row.QuestionnaireId);
        var ids = outcomes.Select(rows => rows.Key).Union(replies.Select(rows => rows.Key)).ToArray();
        var latest = await db.NewestEditions().Where(row => EF.Parameter(ids).Contains(row.QuestionnaireId)).ToListAsync(Cancel);
        var most = All ? MostReplies : FewReplies;
        HasMore |= !All && (latest.Count > FewOutcomes || replies.Any(rows => rows.Count() > FewReplies));
        Outcomes =
        [
            .. latest.Select(edition => new PublishedOutcome(
                    edition.Terms,
                    outcomes[edition.QuestionnaireId].OrderByDescending(row => row.Language == language).ThenByDescending(row => row.Language == "en").FirstOrDefault(),
                    [.. replies[edition.QuestionnaireId].Take(most).Select(row => (row.Comment, row.Reply))]))
                .OrderByDescending(one => one.Outcome?.PublishedOn).Take(All ? Most : FewOutcomes),
        ];
    }
}

internal sealed record OpenQuestionnaire(Guid Id, QuestionnaireTerms Terms, string About, DateOnly Until, bool IsAnonymous);

/// <summary>What a person answered, as it is read.</summary>
internal sealed record AnsweredSheet(Guid Id, QuestionnaireTerms Terms, DateOnly On, string TypedBy, IReadOnlyList<PersonAnswer> Answers)
{
    /// <summary>The reader typed it in today and may take it back.</summary>
    public bool MayGo { get; init; }
}

internal sealed record PublishedOutcome(QuestionnaireTerms Terms, Outcome? Outcome, IReadOnlyList<(string? Comment, string Reply)> Replies);
