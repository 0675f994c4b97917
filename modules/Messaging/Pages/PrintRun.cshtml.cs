using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Messaging.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Messaging.Pages;

/// <summary>The letters of one run as they come out of the printer: one for each person, in the person's language, with the address where the window of the envelope is.</summary>
[Audience(Roles.Coach)]
internal sealed class PrintRunModel(CoursesDb db, IParticipants participants, PrintLetters print, LetterWriter writer, LetterPaper paper, CityTime city) : CoursesPage, IShowsPeople
{
    [FromRoute]
    public Guid Id { get; set; }

    public PrintRun Run { get; private set; } = null!;

    public string Form => paper.Form;

    public string Sender => paper.Sender;

    public bool IsOfToday => Run.MadeOn == city.Today;

    public IReadOnlyList<Letter> Letters { get; private set; } = [];

    public IEnumerable<Guid> PeopleShown { get; private set; } = [];

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostPosted() => Act(async () =>
    {
        await print.Post(Id, Cancel);
        Done = Words["print.posted"];
        return Redirect("/coach/print");
    });

    public Task<IActionResult> OnPostBack() => Act(async () =>
    {
        await print.PutBack(Id, Cancel);
        Done = Words["print.put-back.done"];
        return Redirect("/coach/print");
    });

    public string Local(DateTimeOffset instant) => city.Show(instant);

    protected override async Task Load()
    {
        Response.Headers.CacheControl = "no-store";
        Run = await db.Set<PrintRun>().AsNoTracking().SingleOrDefaultAsync(run => run.Id == Id, Cancel) ?? throw new NotFound("The print run");
        var messages = await db.Set<Message>().AsNoTracking().Where(row => row.PrintRunId == Id && row.ForgottenAt == null && row.State != MessageState.Cancelled).OrderBy(row => row.QueuedAt).ToListAsync(Cancel);
        var ids = messages.Select(row => row.ParticipantId!.Value).Distinct().ToArray();
        PeopleShown = ids;
        var people = await participants.People.Where(person => EF.Parameter(ids).Contains(person.Id)).ToDictionaryAsync(person => person.Id, Cancel);
        Letters = [.. messages.GroupBy(row => row.ParticipantId!.Value).Select(letters => Of(people[letters.Key], [.. letters])).OrderBy(letter => letter.To[0], StringComparer.Ordinal)];
    }

    private Letter Of(ParticipantRow person, IReadOnlyList<Message> messages)
    {
        // Whoever carries the letter reads Latin letters.
        var name = $"{person.LatinGivenName ?? person.GivenName} {person.LatinFamilyName ?? person.FamilyName}".Trim();
        var language = Language.Of(messages[0].Language);
        return new([name, .. PostalAddress.Lines(person.Address)], language, Shown.Date(language.Culture, Run.MadeOn), person.GivenName, [.. messages.Select(message => (writer.Subject(message), writer.Text(message)))]);
    }

    internal sealed record Letter(IReadOnlyList<string> To, Language Language, string On, string GivenName, IReadOnlyList<(string Subject, string Text)> Parts);
}
