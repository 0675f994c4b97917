using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Platform.Users;
using Courses.Platform.Web;

namespace Courses.Participants.Pages;

/// <summary>What every programme says of the person, with the reasons, in their language.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyRightsModel(IEligibility eligibility, Caller caller) : CoursesPage
{
    public IReadOnlyList<ProgrammeAnswer> Answers { get; private set; } = [];

    public async Task OnGetAsync() => Answers = [.. (await eligibility.Check(caller.Id, Cancel)).OrderBy(answer => answer.Outcome)];

    public static string Colour(Outcome outcome) => outcome switch { Outcome.May => "good", Outcome.NotYet => "warn", _ => "" };

    public static string Icon(Outcome outcome) => outcome switch { Outcome.May => "check", Outcome.NotYet => "clock", _ => "cross" };
}
