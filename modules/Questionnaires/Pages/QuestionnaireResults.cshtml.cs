using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Platform.Work;
using Courses.Questionnaires.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires.Pages;

/// <summary>What people answered, what they wrote and what is said to it. The city sees all of it, a provider what is about its own classes and runs.</summary>
[Audience(Roles.Administrator, Roles.Auditor, Roles.ProviderManager)]
internal sealed class QuestionnaireResultsModel(CoursesDb db, Results results, Desk desk, Invite invite, WorkDesk work, ITimetable timetable, IEligibility eligibility, IAudit audit, CityTime city, Caller caller) : CoursesPage
{
    private const int AtOnce = 10;
    private const int MostGroups = 50;

    /// <summary>Long comments are fewer on a page: it has to come over a slow line.</summary>
    private const int Heavy = 27_000;

    [BindProperty(SupportsGet = true), StringLength(60)]
    public string Code { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "edition"), StringLength(10)]
    public string? EditionNumber { get; set; }

    /// <summary>A month or a class.</summary>
    [BindProperty(SupportsGet = true), StringLength(40)]
    public string? Part { get; set; }

    [BindProperty(SupportsGet = true), StringLength(40)]
    public string? From { get; set; }

    /// <summary>All comments on one page.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    [BindProperty]
    public Guid? Comment { get; set; }

    [BindProperty]
    public string? Reply { get; set; }

    /// <summary>The reply as the page had it.</summary>
    [BindProperty, StringLength(40)]
    public string? Seen { get; set; }

    [BindProperty]
    public bool ShowsComment { get; set; }

    /// <summary>By language.</summary>
    [BindProperty]
    public Dictionary<string, string?> Texts { get; set; } = [];

    /// <summary>By language, what stood there when the page was shown.</summary>
    [BindProperty]
    public Dictionary<string, string?> Had { get; set; } = [];

    [BindProperty, StringLength(80)]
    public string? Whom { get; set; }

    /// <summary>Whom and how many, as the page has said before.</summary>
    [BindProperty, StringLength(100)]
    public string? Repeated { get; set; }

    /// <summary>The number was said; now they can be asked.</summary>
    public bool IsRepeated { get; private set; }

    /// <summary>So many would be asked.</summary>
    public int Count { get; private set; }

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

    /// <summary>Short, and another one for another text.</summary>
    public static string SeenAs(string? text) => string.IsNullOrEmpty(text) ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));

    public static string SeenAs(CommentNote? note) => note is { Reply.Length: > 0 } ? SeenAs((note.ShowsComment ? "1" : "0") + note.Reply) : "";

    public DateOnly DayOf(DateTimeOffset instant) => city.DayOf(instant);

    public string? OutcomeIn(string language) => Texts.TryGetValue(language, out var typed) ? typed : Outcomes.FirstOrDefault(row => row.Language == language)?.Content;

    public string NameOf(Question question, string choice) => question.Options.FirstOrDefault(option => option.Code == choice) is { } option ? QuestionnaireTerms.In(option.Text).Text : choice;

    /// <summary>As much as a bar has room for; the table has all of it.</summary>
    public string Short(Question question, string choice) => NameOf(question, choice) is { Length: > 50 } name ? name[..49] + "…" : NameOf(question, choice);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostOpenAsync() => Does(questionnaire => questionnaire.Open(city.Today), "questionnaire.opened");

    public Task<IActionResult> OnPostCloseAsync() => Does(questionnaire => questionnaire.Close(city.Today), "questionnaire.closed-it");

    /// <summary>Where somebody read or answered it already, nothing changes.</summary>
    public Task<IActionResult> OnPostReadAsync() => Note(null);

    public Task<IActionResult> OnPostReplyAsync() => Note(note =>
    {
        var reply = PlainText.Of(Reply);
        if (reply.Length > CommentNote.LongestReply)
        {
            throw new InvalidField(nameof(Reply), Words.Say("questionnaire.too-long", CommentNote.LongestReply));
        }

        if (SeenAs(note) != (Seen ?? ""))
        {
            throw new RuleBroken(Templates.Changed);
        }

        (note.Reply, note.ShowsComment) = (reply, ShowsComment);
        (note.At, note.DoneBy, note.DoneByName) = (city.Now, caller.Id, caller.Name);
    });

    /// <summary>It names somebody: what was written goes, for everybody and for good. The trail has that it was done, and not what it was.</summary>
    public Task<IActionResult> OnPostEmptyAsync() => Act(async () =>
    {
        MustBeAdministrator();
        var (known, comment) = await Known();
        await db.Transact(
            async () =>
            {
                await db.Lock<Questionnaire>(known, Cancel);
                await MustExist(known, comment);
                await db.Set<SheetAnswer>().Where(row => row.Id == comment).ExecuteUpdateAsync(set => set.SetProperty(row => row.Written, ""), Cancel);
                await db.Set<CommentNote>().Where(row => row.AnswerId == comment).ExecuteUpdateAsync(set => set.SetProperty(row => row.ShowsComment, false), Cancel);
                audit.Record("questionnaire.comment-emptied", known);
            },
            Cancel);
        return Back();
    });

    public Task<IActionResult> OnPostPublishAsync() => Act(async () =>
    {
        MustBeAdministrator();
        var known = (await desk.Get(Code, Cancel)).Questionnaire.Id;

        // What stands there as it stood on the page is left alone: somebody else may have changed it.
        var typed = Texts.Where(one => Platform.Languages.Language.ForNewcomers.Any(language => language.Code == one.Key)).Select(one => (Language: one.Key, Text: PlainText.Of(one.Value))).Where(one => SeenAs(one.Text) != (Had.GetValueOrDefault(one.Language) ?? "")).ToArray();
        if (Array.Find(typed, one => one.Text.Length > Outcome.Longest).Language is { } tooLong)
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
                    if (SeenAs(row?.Content) != (Had.GetValueOrDefault(language) ?? ""))
                    {
                        throw new RuleBroken(Templates.Changed);
                    }

                    if (row is not null && text.Length == 0)
                    {
                        db.Remove(row);
                    }
                    else if (row is null)
                    {
                        db.Add(new Outcome { QuestionnaireId = known, Language = language, Content = text, PublishedOn = city.Today, PublishedBy = caller.Id, PublishedByName = caller.Name });
                    }
                    else
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

    /// <summary>Says how many they are before anybody is asked, and asks only so many: if they are others meanwhile, it says so again.</summary>
    public Task<IActionResult> OnPostAskAsync() => Act(async () =>
    {
        MustBeAdministrator();
        var (known, newest) = await desk.Get(Code, Cancel);
        known.MustBeOpen();
        if (newest.Terms.OnPaperOnly)
        {
            throw new RuleBroken("questionnaires.on-paper-only");
        }

        var group = Whom?.StartsWith("group:", StringComparison.Ordinal) == true && Guid.TryParse(Whom.AsSpan(6), out var id) ? id : (Guid?)null;
        var programme = Whom?.StartsWith("programme:", StringComparison.Ordinal) == true ? Whom[10..] : null;
        if (group is null && programme is null)
        {
            throw new InvalidField(nameof(Whom), Words["error.field.required"]);
        }

        Count = await invite.CountByHand(known.Id, group, programme, Cancel);
        if (Count == 0)
        {
            throw new RuleBroken("questionnaires.nobody-to-ask");
        }

        var said = string.Create(CultureInfo.InvariantCulture, $"{Count} {Whom}");
        if (Repeated != said)
        {
            (Repeated, IsRepeated) = (said, true);
            await Load();
            return Page();
        }

        var asked = await work.Ask(
            AskAll.Name,
            new Ask(caller.Id, known.Id, Code, group, programme, Count),
            () =>
            {
                audit.Record("questionnaire.asked", known.Id, programme ?? group.ToString()!);
                return Task.CompletedTask;
            },
            Cancel);
        await work.WaitFor(asked, Cancel);
        return RedirectToPage("/Work", new { id = asked });
    });

    protected override async Task Load()
    {
        (Questionnaire, _) = await desk.Get(Code, Cancel);
        if (Questionnaire.OpenedOn is null && !IsAdministrator && !caller.Is(Roles.Auditor))
        {
            throw new NotFound("The questionnaire");
        }

        Editions = await desk.Editions(Questionnaire.Id).ToListAsync(Cancel);
        Edition = Editions.FirstOrDefault(row => row.Number.ToString(CultureInfo.InvariantCulture) == EditionNumber) ?? await Newest();
        Terms = Edition.Terms;
        var own = caller.OrganisationId;
        if (Questionnaire.IsAnonymous)
        {
            (Subjects, Months) = await results.Parts(Edition.Id, own, Guid.TryParse(Part, out var about) ? about : null, Cancel);
        }

        OfMonth = Months.Cast<DateOnly?>().FirstOrDefault(month => month!.Value.ToString("yyyy-MM", CultureInfo.InvariantCulture) == Part);
        OfSubject = Subjects.FirstOrDefault(subject => subject.Id.ToString() == Part)?.Id;
        View = await results.Of(Questionnaire, Edition, own, OfSubject, OfMonth, Cancel);
        if (Questionnaire.IsAnonymous && View.Sheets > 0)
        {
            await LoadComments(results.Comments(Edition.Id, own, OfSubject, OfMonth));
        }

        if (IsCity)
        {
            Outcomes = await db.Set<Outcome>().AsNoTracking().Where(row => row.QuestionnaireId == Questionnaire.Id).OrderBy(row => row.Language).ToListAsync(Cancel);
        }

        if (IsAdministrator && Questionnaire.IsOpen && !Terms.OnPaperOnly)
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

    /// <summary>Those that nobody has read come first. The one that is being answered stands there too, whatever became of it meanwhile.</summary>
    private async Task LoadComments(IQueryable<Comment> all)
    {
        var address = Address();
        var ordered = all.OrderBy(row => row.IsRead).ThenBy(row => row.Id);
        if (All)
        {
            Comments = await ordered.ToListAsync(Cancel);
            Notes = await NotesOf(Comments);
            return;
        }

        var (isRead, begin) = From is { Length: 33 } && Guid.TryParseExact(From[1..], "N", out var after) ? (From[0] == '1', after) : (false, Guid.Empty);
        var rows = await (isRead
            ? ordered.Where(row => row.IsRead && row.Id.CompareTo(begin) > 0)
            : ordered.Where(row => row.IsRead || row.Id.CompareTo(begin) > 0)).Take(AtOnce + 1).ToListAsync(Cancel);
        var notes = await NotesOf(rows);
        var (many, weight) = (0, 0);
        foreach (var row in rows.Take(AtOnce))
        {
            weight += Encoding.UTF8.GetByteCount(row.Written) + (2 * Encoding.UTF8.GetByteCount(notes.GetValueOrDefault(row.Id)?.Reply ?? ""));
            if (many > 0 && weight > Heavy)
            {
                break;
            }

            many++;
        }

        Pages = new(begin == Guid.Empty ? null : address, rows.Count > many ? $"{address}&from={(rows[many - 1].IsRead ? 1 : 0)}{rows[many - 1].Id:N}" : null);
        Comments = rows[..many];
        if (Comment is { } asked && Comments.All(row => row.Id != asked) && await all.SingleOrDefaultAsync(row => row.Id == asked, Cancel) is { } one)
        {
            Comments = [one, .. Comments];
        }

        Notes = await NotesOf(Comments);
    }

    private async Task<Dictionary<Guid, CommentNote>> NotesOf(IEnumerable<Comment> comments)
    {
        var ids = comments.Select(row => row.Id).ToArray();
        return await db.Set<CommentNote>().AsNoTracking().Where(row => EF.Parameter(ids).Contains(row.AnswerId)).ToDictionaryAsync(row => row.AnswerId, Cancel);
    }

    /// <summary>Of this edition and what of it is looked at.</summary>
    public string Address() => $"/questionnaires/{Code}?edition={Edition.Number.ToString(CultureInfo.InvariantCulture)}{(OfMonth is null && OfSubject is null ? "" : "&part=" + Part)}";

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

    private Task<IActionResult> Note(Action<CommentNote>? act) => Act(async () =>
    {
        MustBeAdministrator();
        var (known, comment) = await Known();
        await db.Transact(
            async () =>
            {
                await db.Lock<Questionnaire>(known, Cancel);
                await MustExist(known, comment);
                var note = await db.Set<CommentNote>().SingleOrDefaultAsync(row => row.AnswerId == comment, Cancel);
                var isNew = note is null;
                if (note is null)
                {
                    note = new() { AnswerId = comment, QuestionnaireId = known, Reply = "", ShowsComment = false, At = city.Now, DoneBy = caller.Id, DoneByName = caller.Name };
                    db.Add(note);
                }

                act?.Invoke(note);
                if (isNew || act is not null)
                {
                    audit.Record("questionnaire.comment", known);
                }
            },
            Cancel);
        return Back();
    });

    private async Task<(Guid Questionnaire, Guid Comment)> Known() => ((await desk.Get(Code, Cancel)).Questionnaire.Id, Comment ?? throw new NotFound("The comment"));

    private async Task MustExist(Guid questionnaire, Guid comment)
    {
        var exists = await (
            from answer in db.Set<SheetAnswer>()
            join sheet in db.Set<Sheet>() on answer.SheetId equals sheet.Id
            join edition in db.Set<Edition>() on sheet.EditionId equals edition.Id
            where answer.Id == comment && answer.Written != null && answer.Written != "" && sheet.IsMixed && edition.QuestionnaireId == questionnaire
            select answer.Id).AnyAsync(Cancel);
        if (!exists)
        {
            throw new NotFound("The comment");
        }
    }

    /// <summary>Where the reader was.</summary>
    private RedirectResult Back()
    {
        Done = Words["questionnaires.saved"];
        var query = new Dictionary<string, string?> { ["edition"] = EditionNumber, ["part"] = Part, ["from"] = From, ["all"] = All ? "true" : null }.Where(one => !string.IsNullOrEmpty(one.Value));
        return Redirect($"/questionnaires/{Code}{QueryString.Create(query)}#comments");
    }

    /// <summary>Whoever only reads gets the answer of a page that does not exist for them.</summary>
    private void MustBeAdministrator()
    {
        if (!IsAdministrator)
        {
            throw new Forbidden();
        }
    }
}
