using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Questionnaires.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires.Pages;

/// <summary>What people answered, what they wrote and what is said to it. The city sees all of it, a provider what is about its own classes and runs.</summary>
[Audience(Roles.Administrator, Roles.Auditor, Roles.ProviderManager)]
internal sealed class QuestionnaireResultsModel(CoursesDb db, Results results, Desk desk, Invite invite, ITimetable timetable, IEligibility eligibility, IAudit audit, CityTime city, Caller caller) : CoursesPage
{
    private const int AtOnce = 30;
    private const int MostGroups = 200;

    [BindProperty(SupportsGet = true), StringLength(60)]
    public string Code { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "edition"), StringLength(10)]
    public string? EditionNumber { get; set; }

    /// <summary>A month or a class.</summary>
    [BindProperty(SupportsGet = true), StringLength(40)]
    public string? Part { get; set; }

    [BindProperty(SupportsGet = true), StringLength(40)]
    public string? From { get; set; }

    [BindProperty]
    public Guid? Comment { get; set; }

    [BindProperty, StringLength(CommentNote.LongestReply)]
    public string? Reply { get; set; }

    [BindProperty]
    public bool ShowsComment { get; set; }

    /// <summary>By language.</summary>
    [BindProperty]
    public Dictionary<string, string?> Texts { get; set; } = [];

    [BindProperty, StringLength(80)]
    public string? Whom { get; set; }

    public Questionnaire Questionnaire { get; private set; } = null!;

    public IReadOnlyList<Edition> Editions { get; private set; } = [];

    public Edition Edition { get; private set; } = null!;

    public QuestionnaireTerms Terms { get; private set; } = null!;

    public ResultView View { get; private set; } = null!;

    public IReadOnlyList<ResultSubject> Subjects { get; private set; } = [];

    public IReadOnlyList<DateOnly> Months { get; private set; } = [];

    public DateOnly? OfMonth { get; private set; }

    public Guid? OfSubject { get; private set; }

    public IReadOnlyList<Comment> Comments { get; private set; } = [];

    public IReadOnlyDictionary<Guid, CommentNote> Notes { get; private set; } = new Dictionary<Guid, CommentNote>();

    public OtherPages Pages { get; private set; } = new(null, null);

    public IReadOnlyList<Outcome> Outcomes { get; private set; } = [];

    public IReadOnlyList<(string Key, string Name)> Groups { get; private set; } = [];

    public bool IsAdministrator => caller.Is(Roles.Administrator);

    public bool IsCity => caller.OrganisationId is null;

    public DateOnly DayOf(DateTimeOffset instant) => city.DayOf(instant);

    public string? OutcomeIn(string language) => Texts.TryGetValue(language, out var typed) ? typed : Outcomes.FirstOrDefault(row => row.Language == language)?.Content;

    public string NameOf(Question question, string choice) => question.Options.FirstOrDefault(option => option.Code == choice) is { } option ? QuestionnaireTerms.In(option.Text).Text : choice;

    /// <summary>As much as a bar has room for; the table has all of it.</summary>
    public string Short(Question question, string choice) => NameOf(question, choice) is { Length: > 50 } name ? name[..49] + "…" : NameOf(question, choice);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostOpenAsync() => Does(questionnaire => questionnaire.Open(city.Today), "questionnaire.opened");

    public Task<IActionResult> OnPostCloseAsync() => Does(questionnaire => questionnaire.Close(city.Today), "questionnaire.closed-it");

    public Task<IActionResult> OnPostReadAsync() => Note(note => note);

    public Task<IActionResult> OnPostReplyAsync() => Note(note =>
    {
        (note.Reply, note.ShowsComment) = ((Reply ?? "").ReplaceLineEndings("\n").Replace("\0", "", StringComparison.Ordinal).Trim(), ShowsComment);
        return note;
    });

    public Task<IActionResult> OnPostPublishAsync() => Act(async () =>
    {
        MustBeAdministrator();
        var known = (await desk.Get(Code, Cancel)).Questionnaire.Id;
        var typed = Platform.Languages.Language.ForNewcomers.ToDictionary(language => language.Code, language => (Texts.GetValueOrDefault(language.Code) ?? "").ReplaceLineEndings("\n").Replace("\0", "", StringComparison.Ordinal).Trim());
        if (typed.FirstOrDefault(one => one.Value.Length > Outcome.Longest).Key is { } tooLong)
        {
            throw new InvalidField($"Texts[{tooLong}]", Words.Say("questionnaire.too-long", Outcome.Longest));
        }

        await db.Transact(
            async () =>
            {
                await db.Lock<Questionnaire>(known, Cancel);
                var rows = await db.Set<Outcome>().Where(row => row.QuestionnaireId == known).ToDictionaryAsync(row => row.Language, Cancel);
                foreach (var (language, text) in typed)
                {
                    var row = rows.GetValueOrDefault(language);
                    if (text.Length == 0 && row is not null)
                    {
                        db.Remove(row);
                    }
                    else if (text.Length > 0 && row is null)
                    {
                        db.Add(new Outcome { QuestionnaireId = known, Language = language, Content = text, PublishedOn = city.Today, PublishedBy = caller.Id, PublishedByName = caller.Name });
                    }
                    else if (text.Length > 0 && row!.Content != text)
                    {
                        (row.Content, row.PublishedOn, row.PublishedBy, row.PublishedByName) = (text, city.Today, caller.Id, caller.Name);
                    }
                }

                audit.Record("questionnaire.outcome", known);
            },
            Cancel);
        Done = Words["questionnaires.saved"];
        return Redirect($"/questionnaires/{Code}#outcome");
    });

    public Task<IActionResult> OnPostAskAsync() => Act(async () =>
    {
        MustBeAdministrator();
        var known = (await desk.Get(Code, Cancel)).Questionnaire.Id;
        var group = Whom?.StartsWith("group:", StringComparison.Ordinal) == true && Guid.TryParse(Whom.AsSpan(6), out var id) ? id : (Guid?)null;
        var programme = Whom?.StartsWith("programme:", StringComparison.Ordinal) == true ? Whom[10..] : null;
        if (group is null && programme is null)
        {
            throw new InvalidField(nameof(Whom), Words["error.field.required"]);
        }

        var count = await invite.ByHand(known, group, programme, Cancel);
        audit.Record("questionnaire.asked", known, programme ?? group.ToString()!);
        await db.SaveChangesAsync(Cancel);
        Done = Words.Say("questionnaires.asked-now", count);
        return Redirect($"/questionnaires/{Code}");
    });

    protected override async Task Load()
    {
        (Questionnaire, _) = await desk.Get(Code, Cancel);
        Editions = await desk.Editions(Questionnaire.Id).ToListAsync(Cancel);
        Edition = Editions.FirstOrDefault(row => row.Number.ToString(CultureInfo.InvariantCulture) == EditionNumber) ?? await Newest();
        Terms = Edition.Terms;
        var own = caller.OrganisationId;
        if (Questionnaire.IsAnonymous)
        {
            (Subjects, Months) = await results.Parts(Edition.Id, own, Cancel);
        }

        OfMonth = Months.Cast<DateOnly?>().FirstOrDefault(month => month!.Value.ToString("yyyy-MM", CultureInfo.InvariantCulture) == Part);
        OfSubject = Subjects.FirstOrDefault(subject => subject.Id.ToString() == Part)?.Id;
        View = await results.Of(Questionnaire, Edition, own, OfSubject, OfMonth, Cancel);
        if (Questionnaire.IsAnonymous && View.Sheets > 0)
        {
            var begin = Guid.TryParseExact(From, "N", out var after) ? after : Guid.Empty;
            var rows = await results.Comments(Edition.Id, own, OfSubject, OfMonth).Where(row => row.Id.CompareTo(begin) > 0).OrderBy(row => row.Id).Take(AtOnce + 1).ToListAsync(Cancel);
            var address = $"/questionnaires/{Code}?edition={Edition.Number.ToString(CultureInfo.InvariantCulture)}{(OfMonth is null && OfSubject is null ? "" : "&part=" + Part)}";
            Comments = rows.Count > AtOnce ? rows[..AtOnce] : rows;
            Pages = new(begin == Guid.Empty ? null : address, rows.Count > AtOnce ? $"{address}&from={Comments[^1].Id:N}" : null);
            var ids = Comments.Select(row => row.Id).ToArray();
            Notes = await db.Set<CommentNote>().AsNoTracking().Where(row => EF.Parameter(ids).Contains(row.AnswerId)).ToDictionaryAsync(row => row.AnswerId, Cancel);
        }

        if (IsCity)
        {
            Outcomes = await db.Set<Outcome>().AsNoTracking().Where(row => row.QuestionnaireId == Questionnaire.Id).OrderBy(row => row.Language).ToListAsync(Cancel);
        }

        if (IsAdministrator && Questionnaire.IsOpen)
        {
            var since = city.Today.AddMonths(-6);
            var groups = await timetable.Groups.Where(row => row.EndsOn >= since && row.CancelledAt == null && row.Kind != GroupKind.Activity).OrderByDescending(row => row.EndsOn).ThenBy(row => row.Id).Take(MostGroups).Select(row => new { row.Id, row.Name, row.EndsOn }).ToListAsync(Cancel);
            var programmes = await eligibility.Programmes.OrderBy(row => row.Name).Select(row => new { row.Code, row.Name }).ToListAsync(Cancel);
            Groups =
            [
                .. programmes.Select(row => ($"programme:{row.Code}", row.Name)),
                .. groups.Select(row => ($"group:{row.Id}", $"{row.Name}, {Platform.Languages.Shown.Date(row.EndsOn)}")),
            ];
        }
    }

    /// <summary>The last edition that somebody answered, else the last one.</summary>
    private async Task<Edition> Newest()
    {
        var ids = Editions.Select(row => row.Id).ToArray();
        var answered = await db.Set<Sheet>().Where(sheet => sheet.IsMixed && EF.Parameter(ids).Contains(sheet.EditionId)).Select(sheet => sheet.EditionId)
            .Union(db.Set<PersonSheet>().Where(sheet => EF.Parameter(ids).Contains(sheet.EditionId)).Select(sheet => sheet.EditionId)).ToListAsync(Cancel);
        return Editions.FirstOrDefault(row => answered.Contains(row.Id)) ?? Editions[0];
    }

    private Task<IActionResult> Does(Action<Questionnaire> act, string said) => Act(async () =>
    {
        MustBeAdministrator();
        var known = (await desk.Get(Code, Cancel)).Questionnaire.Id;
        await db.Transact(
            async () =>
            {
                var questionnaire = await db.Lock<Questionnaire>(known, Cancel) ?? throw new NotFound("The questionnaire");
                act(questionnaire);
                audit.Record(said, known);
            },
            Cancel);
        Done = Words["questionnaires.saved"];
        return Redirect($"/questionnaires/{Code}");
    });

    private Task<IActionResult> Note(Func<CommentNote, CommentNote> act) => Act(async () =>
    {
        MustBeAdministrator();
        var known = (await desk.Get(Code, Cancel)).Questionnaire.Id;
        var comment = Comment ?? throw new NotFound("The comment");
        await db.Transact(
            async () =>
            {
                await db.Lock<Questionnaire>(known, Cancel);
                var exists = await (
                    from answer in db.Set<SheetAnswer>()
                    join sheet in db.Set<Sheet>() on answer.SheetId equals sheet.Id
                    join edition in db.Set<Edition>() on sheet.EditionId equals edition.Id
                    where answer.Id == comment && answer.Written != null && sheet.IsMixed && edition.QuestionnaireId == known
                    select answer.Id).AnyAsync(Cancel);
                if (!exists)
                {
                    throw new NotFound("The comment");
                }

                var note = await db.Set<CommentNote>().SingleOrDefaultAsync(row => row.AnswerId == comment, Cancel);
                if (note is null)
                {
                    note = new() { AnswerId = comment, QuestionnaireId = known, Reply = "", ShowsComment = false, At = city.Now, DoneBy = caller.Id, DoneByName = caller.Name };
                    db.Add(note);
                }

                act(note);
                (note.At, note.DoneBy, note.DoneByName) = (city.Now, caller.Id, caller.Name);
                audit.Record("questionnaire.comment", known);
            },
            Cancel);
        Done = Words["questionnaires.saved"];
        return Redirect($"/questionnaires/{Code}{(EditionNumber is { Length: > 0 } number && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var of) ? "?edition=" + of.ToString(CultureInfo.InvariantCulture) : "")}#c-{comment}");
    });

    /// <summary>Whoever only reads gets the answer of a page that does not exist for them.</summary>
    private void MustBeAdministrator()
    {
        if (!IsAdministrator)
        {
            throw new Forbidden();
        }
    }
}
