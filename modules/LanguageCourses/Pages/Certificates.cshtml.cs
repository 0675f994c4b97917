using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.LanguageCourses.Pages;

/// <summary>The exams that a person has passed as far as anybody has seen the certificate, and one more to be written down.</summary>
[Audience(Roles.Coach)]
internal sealed class CertificatesModel(ILanguageCourses courses, IParticipants participants, CityTime city) : CoursesPage
{
    [FromRoute]
    public Guid Person { get; set; }

    [BindProperty]
    [Required]
    public string? Language { get; set; }

    [BindProperty]
    [Required]
    public string? Level { get; set; }

    [BindProperty]
    [Required]
    [DateOf(DateMeaning.Past)]
    public DateOnly? IssuedOn { get; set; }

    public string Name { get; private set; } = "";

    public IReadOnlyList<CertificateRow> Certificates { get; private set; } = [];

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        await Load();
        if (!TaughtLanguages.All.Contains(Language))
        {
            throw new InvalidField(nameof(Language), Words["error.field.invalid"]);
        }

        if (IssuedOn > city.Today)
        {
            throw new InvalidField(nameof(IssuedOn), Words["certificates.in-future"]);
        }

        await courses.AddCertificate(Person, Language!, Level!, IssuedOn!.Value, Cancel);
        Done = Words["certificates.recorded"];
        return Redirect($"/coach/people/{Person}/certificates");
    });

    protected override string FieldOf(string code) => code == "course.unknown-level" ? nameof(Level) : "";

    protected override async Task Load()
    {
        Name = await participants.People.Where(row => row.Id == Person).Select(row => row.GivenName + " " + row.FamilyName).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The participant");
        Certificates = await courses.Certificates.Where(row => row.ParticipantId == Person).OrderByDescending(row => row.IssuedOn).ThenBy(row => row.Language).ThenBy(row => row.Level).ToListAsync(Cancel);
    }
}
