using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Exams.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Exams.Pages;

/// <summary>One exam with who is registered and what became of it; cancelled here, with a reason that those people read.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.ProviderManager, Roles.Teacher)]
internal sealed class OneExamModel(CoursesDb db, PlanExam plan, IProviders providers, IParticipants participants, Caller caller, CityTime city) : PageWithReason, IShowsPeople
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Exam Exam { get; private set; } = null!;

    public VenueRow? Venue { get; private set; }

    public IReadOnlyList<Candidate> People { get; private set; } = [];

    public bool SeesNames => caller.MaySeeNames();

    public bool IsAhead => Exam.CancelledAt is null && city.At(Exam.On, Exam.From) > city.Now;

    public bool MayChange => caller.MayMakeExams() && Exam.CancelledAt is null;

    public bool MayEnter => (caller.Is(Roles.ProviderManager) || caller.Is(Roles.Teacher)) && Exam.CancelledAt is null && !IsAhead;

    public IEnumerable<Guid> PeopleShown => SeesNames ? People.Select(person => person.ParticipantId) : [];

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostCancel() => Act(async () =>
    {
        if (!caller.MayMakeExams())
        {
            throw new Forbidden();
        }

        var people = await plan.Cancel(Id, ReasonFrom("exam"), Cancel);
        Done = Words.Say("exams.was-cancelled", people);
        return Redirect($"/exams/{Id}");
    });

    protected override async Task Load()
    {
        Exam = await db.Set<Exam>().VisibleTo(caller).AsNoTracking().SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("The exam");
        Venue = await providers.Venues.SingleOrDefaultAsync(venue => venue.Id == Exam.VenueId, Cancel);
        People = await Candidate.Of(db, participants, Id, Cancel);
    }
}
