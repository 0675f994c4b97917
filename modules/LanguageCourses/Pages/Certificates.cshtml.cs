using Courses.Contracts.Access;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Participants;
using Courses.LanguageCourses.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.LanguageCourses.Pages;

/// <summary>The exams that a person has passed as far as anybody has seen the certificate; one more to be written down, and one to be taken back that should not stand there.</summary>
[Audience(Roles.Coach)]
internal sealed class CertificatesModel(CoursesDb db, ILanguageCourses courses, WithdrawCertificate withdraw, IParticipants participants, CityTime city) : PageWithReason, IShowsPeople
{
    [FromRoute]
    public Guid Person { get; set; }

    [BindProperty]
    public Guid? Id { get; set; }

    [BindProperty]
    public string? Language { get; set; }

    [BindProperty]
    public string? Level { get; set; }

    [BindProperty]
    [DateOf(DateMeaning.Past)]
    public DateOnly? IssuedOn { get; set; }

    public string Name { get; private set; } = "";

    public IReadOnlyList<Certificate> Certificates { get; private set; } = [];

    public IReadOnlyList<Certificate> Withdrawn { get; private set; } = [];

    public IEnumerable<Guid> PeopleShown => [Person];

    public LookKind LooksAt => LookKind.Record;

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost()
    {
        // The other form of the page has none of these.
        foreach (var (field, value) in new (string Field, object? Value)[] { (nameof(Language), Language), (nameof(Level), Level), (nameof(IssuedOn), IssuedOn) })
        {
            if (value is null && ModelState[field]?.Errors is not [_, ..])
            {
                ModelState.AddModelError(field, Words["error.field.required"]);
            }
        }

        return Act(async () =>
        {
            if (!TaughtLanguages.All.Contains(Language))
            {
                throw new InvalidField(nameof(Language), Words["error.field.invalid"]);
            }

            if (IssuedOn > city.Today)
            {
                throw new InvalidField(nameof(IssuedOn), Words["certificates.in-future"]);
            }

            await MustExist();
            await courses.AddCertificate(Person, Language!, Level!, IssuedOn!.Value, Cancel);
            Done = Words["certificates.recorded"];
            return Redirect($"/coach/people/{Person}/certificates");
        });
    }

    public Task<IActionResult> OnPostWithdraw() => Act(async () =>
    {
        await withdraw.Handle(Person, Id ?? throw new NotFound("The certificate"), ReasonFrom("certificate"), Cancel);
        Done = Words["certificates.withdrawn"];
        return Redirect($"/coach/people/{Person}/certificates");
    });

    protected override string FieldOf(string code) => code == "course.unknown-level" ? nameof(Level) : base.FieldOf(code);

    protected override async Task Load()
    {
        await MustExist();
        var all = await db.Set<Certificate>().AsNoTracking().Where(row => row.ParticipantId == Person).OrderByDescending(row => row.IssuedOn).ThenBy(row => row.Language).ThenBy(row => row.Level).ToListAsync(Cancel);
        Certificates = all.FindAll(row => row.WithdrawnAt is null);
        Withdrawn = all.FindAll(row => row.WithdrawnAt is not null);
    }

    private async Task MustExist() =>
        Name = await participants.People.Where(row => row.Id == Person).Select(row => row.GivenName + " " + row.FamilyName).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The participant");
}
