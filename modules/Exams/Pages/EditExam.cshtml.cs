using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Participants;
using Courses.Exams.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Exams.Pages;

/// <summary>A new exam, or another day, place or number of seats for one that is ahead.</summary>
[Audience(Roles.Administrator, Roles.ProviderManager)]
internal sealed class EditExamModel(CoursesDb db, PlanExam plan, IProviders providers, Caller caller, CityTime city) : CoursesPage
{
    /// <summary>Null for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    [BindProperty, Required]
    public string? Language { get; set; }

    [BindProperty, Required]
    public string? Level { get; set; }

    [BindProperty]
    public string[] Parts { get; set; } = [];

    [BindProperty, Required]
    public Guid? VenueId { get; set; }

    [BindProperty, Required, DateOf(DateMeaning.Plan)]
    public DateOnly? On { get; set; }

    [BindProperty, Required]
    public TimeOnly? From { get; set; }

    [BindProperty, Required]
    public TimeOnly? Until { get; set; }

    [BindProperty, Required, Range(1, 500)]
    public int? Seats { get; set; } = 20;

    [BindProperty, Required, DateOf(DateMeaning.Plan)]
    public DateOnly? RegisterUntil { get; set; }

    [BindProperty]
    public bool IsPractice { get; set; }

    public IReadOnlyList<ExamPart> All { get; private set; } = [];

    public IReadOnlyList<VenueRow> Venues { get; private set; } = [];

    public async Task OnGet()
    {
        if (Id is { } id)
        {
            var exam = await Find(id);
            (Language, Level, Parts, VenueId, IsPractice) = (exam.Language, exam.Level, [.. exam.PartCodes], exam.VenueId, exam.IsPractice);
            (On, From, Until, Seats, RegisterUntil) = (exam.On, exam.From, exam.Until, exam.Seats, exam.RegisterUntil);
        }

        await Load();
    }

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        if (Id is { } known)
        {
            await Find(known);
        }

        var form = await Read();
        if (Id is { } id)
        {
            await plan.Change(id, form, Cancel);
            Done = Words["exams.changed"];
            return Redirect($"/exams/{id}");
        }

        var made = await plan.Make(form, Cancel);
        Done = Words["exams.made"];
        return Redirect($"/exams/{made}");
    });

    protected override string FieldOf(string code) => code switch
    {
        "exam.seats-taken" => nameof(Seats),
        "exam.other-provider" => nameof(VenueId),
        _ => "",
    };

    protected override async Task Load()
    {
        All = await db.Set<ExamPart>().AsNoTracking().OrderBy(part => part.Number).ThenBy(part => part.Code).ToListAsync(Cancel);
        var own = caller.OrganisationId;
        Venues = [.. (await providers.Venues.Where(venue => own == null || venue.ProviderId == own).ToListAsync(Cancel)).InReadersOrder(venue => venue.Name)];
    }

    private async Task<ExamForm> Read()
    {
        var known = await db.Set<ExamPart>().OrderBy(part => part.Number).ThenBy(part => part.Code).Select(part => part.Code).ToListAsync(Cancel);
        var own = caller.OrganisationId;
        if (!TaughtLanguages.All.Contains(Language))
        {
            throw new InvalidField(nameof(Language), Words["error.field.invalid"]);
        }

        if (!CefrLevels.Whole.Contains(Level))
        {
            throw new InvalidField(nameof(Level), Words["error.field.invalid"]);
        }

        if (Parts.Length == 0 || !Array.TrueForAll(Parts, known.Contains))
        {
            throw new InvalidField(nameof(Parts), Words["exams.choose-parts"]);
        }

        if (!await providers.Venues.AnyAsync(venue => venue.Id == VenueId && (own == null || venue.ProviderId == own), Cancel))
        {
            throw new InvalidField(nameof(VenueId), Words["error.field.invalid"]);
        }

        if (On < city.Today)
        {
            throw new InvalidField(nameof(On), Words["exams.in-the-past"]);
        }

        if (Until <= From)
        {
            throw new InvalidField(nameof(Until), Words["exams.ends-before"]);
        }

        if (RegisterUntil > On)
        {
            throw new InvalidField(nameof(RegisterUntil), Words["exams.deadline-after"]);
        }

        return new(VenueId!.Value, Language!, Level!, [.. known.Where(Parts.Contains)], On!.Value, From!.Value, Until!.Value, Seats!.Value, RegisterUntil!.Value, IsPractice);
    }

    private async Task<Exam> Find(Guid id) => await db.Set<Exam>().VisibleTo(caller).AsNoTracking().SingleOrDefaultAsync(exam => exam.Id == id, Cancel) ?? throw new NotFound("The exam");
}
