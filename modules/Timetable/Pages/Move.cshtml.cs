using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Timetable.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable.Pages;

/// <summary>Another class for somebody who has a seat in this one: those of the same language with a free seat, the same level and provider first.</summary>
[Audience(Roles.ProviderManager, Roles.Coach)]
internal sealed class MoveModel(CoursesDb db, MovePerson move, ILanguageCourses courses, IProviders providers, IParticipants participants, CityTime city, Caller caller) : CoursesPage, IShowsPeople
{
    private const int MostClasses = 40;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid ParticipantId { get; set; }

    [BindProperty]
    public Guid? To { get; set; }

    [BindProperty]
    [Required]
    [StringLength(300)]
    public string? Reason { get; set; }

    public string Name { get; private set; } = "";

    public string Person { get; private set; } = "";

    public IReadOnlyList<ClassWithSeat> Classes { get; private set; } = [];

    public string BackTo => caller.Is(Roles.Coach) ? $"/coach/people/{ParticipantId}" : $"/provider/classes/{Id}";

    public IEnumerable<Guid> PeopleShown => [ParticipantId];

    public LookKind LooksAt => LookKind.Record;

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        await move.Move(Id, ParticipantId, To ?? throw new InvalidField(nameof(To), Words["move.choose"]), Reason!, Cancel);
        Done = Words["move.done"];
        return Redirect(BackTo);
    });

    protected override async Task Load()
    {
        var left = await move.Groups.AsNoTracking().SingleOrDefaultAsync(group => group.Id == Id, Cancel) ?? throw new NotFound("The group");
        if (!await db.Set<Enrolment>().AnyAsync(row => row.GroupId == Id && row.ParticipantId == ParticipantId && row.State == EnrolmentState.Enrolled, Cancel))
        {
            throw new NotFound("The enrolment");
        }

        Name = left.Name;
        var person = await participants.People.SingleAsync(row => row.Id == ParticipantId, Cancel);
        Person = $"{person.GivenName} {person.FamilyName}";
        var today = city.Today;
        var lesson = await (
            from one in courses.Classes
            where one.Id == Id
            join course in courses.Courses on one.CourseId equals course.Id
            select new { course.Language, course.Level }).SingleOrDefaultAsync(Cancel);
        var (language, level) = (lesson?.Language, lesson?.Level);
        Classes = await (
            from @group in move.Groups
            where @group.Kind == left.Kind && @group.Id != Id && @group.CancelledAt == null && @group.EndsOn >= today && @group.SeatsTaken + @group.SeatsOffered < @group.Capacity
            join provider in providers.Providers on @group.ProviderId equals provider.Id
            join one in courses.Classes on @group.Id equals one.Id into itsClass
            from one in itsClass.DefaultIfEmpty()
            join course in courses.Courses on one.CourseId equals course.Id into itsCourse
            from course in itsCourse.DefaultIfEmpty()
            where course.Language == language
            orderby course.Level == level ? 0 : 1, @group.ProviderId == left.ProviderId ? 0 : 1, @group.StartsOn, @group.Name, @group.Id
            select new ClassWithSeat
            {
                Id = @group.Id,
                Name = @group.Name,
                Provider = provider.Name,
                StartsOn = @group.StartsOn,
                EndsOn = @group.EndsOn,
                FreeSeats = @group.Capacity - @group.SeatsTaken - @group.SeatsOffered,
            }).AsNoTracking().Take(MostClasses).ToListAsync(Cancel);
    }
}

internal sealed record ClassWithSeat
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Provider { get; init; }

    public required DateOnly StartsOn { get; init; }

    public required DateOnly EndsOn { get; init; }

    public required int FreeSeats { get; init; }
}
