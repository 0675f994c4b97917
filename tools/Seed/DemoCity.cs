using Courses.Access;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Orientation;
using Courses.Eligibility;
using Courses.Participants;
using Courses.Platform.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Seed;

/// <summary>
/// The demo city: programmes from their templates, 12 providers, classes that ran, run and will run, newcomers with names in their own scripts, and what happened in two years.
/// Seen from the same day, it is the same city every time.
/// </summary>
internal sealed class DemoCity(IServiceProvider services, int people, DateOnly today, Action<string> say)
{
    private readonly World world = new(services.GetRequiredService<CoursesDb>(), people, today);

    public static Task<bool> IsLoaded(CoursesDb db) => db.Set<Provider>().AnyAsync();

    public async Task Load()
    {
        await AddProgrammes();
        var peoplePart = new PeoplePart(world, services.GetRequiredService<PassTokens>());
        var providers = await peoplePart.AddProviders();
        var teacher = await AddAccounts(providers[0].Id);
        var tablets = providers.SelectMany(provider => provider.VenueIds).ToDictionary(venue => venue, _ => world.Keys.Next());
        var newcomers = await peoplePart.AddPeople(say);
        var watched = await peoplePart.AddWatched();
        await peoplePart.AddReferrals(newcomers);
        var completions = await new OrientationPart(world, providers, newcomers).Load(say);
        var classes = await new ClassesPart(world, providers, newcomers, watched, teacher).Load(say);
        var attendance = new AttendancePart(world, tablets);
        await attendance.Load(classes, say);
        await new OdditiesPart(world, tablets, newcomers, providers[0].Id).Load(attendance.Recent, say);
        await new MoneyPart(world, services.GetRequiredService<IEligibility>(), providers, completions).Load(classes, newcomers, say);
        var decided = await services.GetRequiredService<Recompute>().Everybody(CancellationToken.None);
        say($"{decided:N0} decisions of eligibility worked out");
    }

    private async Task AddProgrammes()
    {
        await ProgrammeTemplates.LoadTemplates(world.Db, services.GetRequiredService<TimeProvider>(), CancellationToken.None);
        await services.GetRequiredService<IOrientation>().LoadStandardTopics(CancellationToken.None);
        world.Db.ChangeTracker.Clear();
    }

    private async Task<Guid> AddAccounts(Guid firstProvider)
    {
        var accounts = services.GetRequiredService<UserManager<Account>>();
        var teacher = Guid.Empty;
        foreach (var (email, name, role, atProvider) in DemoAccounts.All)
        {
            var account = new Account { UserName = email, Email = email, Name = name, CreatedAt = world.Now };
            account.Give(role, atProvider ? firstProvider : null, caseData: role == Roles.Administrator, "tools/Seed", world.Now);
            var result = await accounts.CreateAsync(account, DemoAccounts.Password);
            if (!result.Succeeded)
            {
                throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Description)));
            }

            teacher = role == Roles.Teacher ? account.Id : teacher;
        }

        world.Db.ChangeTracker.Clear();
        return teacher;
    }
}
