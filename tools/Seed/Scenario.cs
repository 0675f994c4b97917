using Courses.Eligibility;
using Courses.Exams;
using Courses.Orientation;
using Courses.Participants;
using Courses.Vouchers;

namespace Courses.Seed;

/// <summary>
/// What happened and will happen in the demo city, seen from a day: 12 providers, classes that ran, run and will run, newcomers with names in their own scripts, and
/// the events of two years. It needs no database: where its rows go is for the world to know.
/// </summary>
internal sealed record Scenario
{
    public required World World { get; init; }

    public required Guid TeacherId { get; init; }

    public required IReadOnlyList<SeededProvider> Providers { get; init; }

    public required Cast Cast { get; init; }

    public required IReadOnlyList<Referral> Referrals { get; init; }

    public required IReadOnlyList<(Timetable.Group Group, ModuleRun Run)> Runs { get; init; }

    public required IReadOnlyList<Completion> Completions { get; init; }

    public required IReadOnlyList<SeededClass> Classes { get; init; }

    public required IReadOnlyList<HeldSession> SessionsOfTheStory { get; init; }

    public required IReadOnlyList<Voucher> Vouchers { get; init; }

    public required IReadOnlyList<Redemption> Redemptions { get; init; }

    public required IReadOnlyList<Exam> Exams { get; init; }

    public required IReadOnlyList<ExamPass> Passes { get; init; }

    public required MentorsPart Mentors { get; init; }

    public required ActivitiesPart Activities { get; init; }

    public required ServicesPart Services { get; init; }

    public required MaterialsPart Materials { get; init; }

    public required PlansPart Plans { get; init; }

    public required QuestionnairesPart Questionnaires { get; init; }

    /// <summary>A programme as it is shipped, with all its versions.</summary>
    public static Programme Programme(string code) => ProgrammeTemplates.All.Single(template => template.Code == code).Create("tools/Seed", DateTimeOffset.UnixEpoch);

    public static async Task<Scenario> Play(World world, PassTokens tokens, Action<string> say)
    {
        var teacher = world.Keys.Next();
        var peoplePart = new PeoplePart(world, tokens);
        var providers = await peoplePart.AddProviders();
        var tablets = providers.SelectMany(provider => provider.VenueIds).ToDictionary(venue => venue, _ => world.Keys.Next());
        var newcomers = await peoplePart.AddPeople(say);
        var cast = await peoplePart.AddCast();
        var referrals = await peoplePart.AddReferrals(newcomers);
        var orientation = new OrientationPart(world, providers, newcomers, cast);
        var completions = await orientation.Load(say);
        var classes = await new ClassesPart(world, providers, newcomers, cast, teacher).Load(say);
        var attendance = new AttendancePart(world, tablets);
        await attendance.Load(classes, say);
        await new OdditiesPart(world, tablets, newcomers, providers[0].Id).Load(attendance.Recent, say);
        var money = new MoneyPart(world, Programme(MoneyPart.ProgrammeCode), providers, completions);
        await money.Load(classes, [.. newcomers, .. cast.All], say);
        await new IllnessPart(world).Load(classes, say);
        await peoplePart.AddDoubles(say);
        await new DeskPart(world).Load(newcomers, classes, say);
        var exams = new ExamsPart(world, providers, cast);
        await exams.Load(newcomers, classes, say);
        var mentors = new MentorsPart(world);
        await mentors.Load(newcomers, cast, classes, say);
        var activities = new ActivitiesPart(world, providers);
        await activities.Load(newcomers, say);
        var plans = new PlansPart(world, providers);
        await plans.Load(newcomers, cast, say);
        var questionnaires = new QuestionnairesPart(world, orientation.Runs, completions);
        await questionnaires.Load(newcomers, cast, say);
        var services = new ServicesPart(world, providers);
        await services.Load(newcomers, cast, say);
        var materials = new MaterialsPart(world, providers);
        await materials.Load(classes, orientation, say);
        return new()
        {
            World = world,
            TeacherId = teacher,
            Providers = providers,
            Cast = cast,
            Referrals = referrals,
            Runs = orientation.Runs,
            Completions = completions,
            Classes = classes,
            SessionsOfTheStory = attendance.OfTheStory,
            Vouchers = money.Vouchers,
            Redemptions = money.Redemptions,
            Exams = exams.Exams,
            Passes = exams.Passes,
            Mentors = mentors,
            Activities = activities,
            Services = services,
            Materials = materials,
            Plans = plans,
            Questionnaires = questionnaires,
        };
    }
}
