using System.Net;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Participants;
using Courses.Platform.Database;
using Courses.Seed;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Access;

/// <summary>
/// In the demo city, whatever one provider or newcomer can open or post with their ids, another one cannot. The ids are found by following references in
/// the database, and the addresses come from the router, so that a new page is covered from its first day.
/// </summary>
public sealed class OtherPeoplesDataTests(City city) : IClassFixture<City>
{
    [Theory]
    [InlineData(Roles.ProviderManager)]
    [InlineData(Roles.Teacher)]
    [InlineData(Roles.Tablet)]
    public async Task Nothing_of_one_provider_opens_for_another(string role)
    {
        await Demo();
        var (mine, other) = await city.Ask<IProviders, (Guid, Guid)>(async providers =>
        {
            var ids = await providers.Providers.OrderBy(provider => provider.Name).Select(provider => provider.Id).Take(2).ToListAsync();
            return (ids[0], ids[1]);
        });
        await Compare(role, await RowsOf(mine), () => AtProvider(role, mine), () => AtProvider(role, other), role == Roles.ProviderManager ? "/account/password" : null);
    }

    [Fact]
    public async Task Nothing_of_one_newcomer_opens_for_another()
    {
        await Demo();
        var people = await city.Ask<IParticipants, List<Guid>>(participants => participants.People.OrderBy(person => person.Id).Select(person => person.Id).Take(12).ToListAsync());
        var rows = new Dictionary<Guid, HashSet<Guid>>();
        foreach (var person in people)
        {
            rows[person] = await RowsOf(person);
        }

        var busiest = rows.MaxBy(person => person.Value.Count);
        var other = people.First(person => person != busiest.Key);
        await Compare(Roles.Newcomer, busiest.Value, () => city.AsNewcomer(busiest.Key), () => city.AsNewcomer(other), "/my/pin");
    }

    /// <summary>The names in the answer are looked for as they stand there; whoever is shown and was not taken down could be looked at unseen.</summary>
    [Theory]
    [InlineData(Roles.Coach, 14)]
    [InlineData(Roles.ProviderManager, 5)]
    [InlineData(Roles.Administrator, 2)]
    public async Task Every_page_that_shows_a_name_leaves_who_looked_at_whom(string role, int pagesAtLeast)
    {
        await Demo();
        var provider = await city.Ask<IProviders, Guid>(providers => providers.Providers.OrderBy(row => row.Name).Select(row => row.Id).FirstAsync());
        var people = await city.Ask<IParticipants, List<ParticipantRow>>(participants => participants.People.OrderBy(person => person.Id).ToListAsync());
        // Whom the office sent and nobody has seen has no record yet; somebody may be called the same.
        var notCome = await city.InDatabase(db => db.Set<Referral>().Where(referral => referral.ParticipantId == null).Select(referral => referral.GivenName + " " + referral.FamilyName).ToListAsync());
        people.RemoveAll(person => notCome.Contains($"{person.GivenName} {person.FamilyName}"));
        var rows = await RowsOf(provider);
        foreach (var person in people.Take(5))
        {
            rows.UnionWith(await RowsOf(person.Id));
        }

        var ofProvider = role == Roles.ProviderManager ? provider : (Guid?)null;
        var (account, client) = (await city.AccountOf(role, ofProvider, caseData: true), city.As(role, ofProvider, caseData: true));
        var (pages, unseen) = (new HashSet<string>(StringComparer.Ordinal), new List<string>());
        foreach (var door in (await Door.All(city.Services)).Where(door => door.IsPage && door.Admits(role) && !door.ForAnyone))
        {
            foreach (var id in door.TakesId ? rows : [Guid.Empty])
            {
                var answer = await client.GetAsync(door.Address(id));
                if (!answer.IsSuccessStatusCode)
                {
                    continue;
                }

                var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
                var shown = people.SelectMany(Names).Where(name => html.Contains(name, StringComparison.Ordinal)).ToHashSet();
                if (shown.Count > 0)
                {
                    pages.Add(door.Route);
                    var looked = await city.LooksOf(account, door.Route);
                    var taken = people.Where(person => looked.Contains(person.Id)).SelectMany(Names).ToHashSet();
                    unseen.AddRange(shown.Where(name => !taken.Contains(name)).Take(3).Select(name => $"{door.Route} shows {name}"));
                }

                if (door.TakesId)
                {
                    break;
                }
            }
        }

        Assert.True(unseen.Count == 0, string.Join('\n', unseen));
        Assert.True(pages.Count >= pagesAtLeast, "Names stood on these pages only: " + string.Join(' ', pages.Order(StringComparer.Ordinal)));

        static IEnumerable<string> Names(ParticipantRow person) => person.FamilyName.Length == 0 ? [] :
            [$"{person.GivenName} {person.FamilyName}", $"{person.FamilyName} {person.GivenName}", ">" + PersonName.Short(person.GivenName, person.FamilyName, person.LatinGivenName, person.LatinFamilyName)];
    }

    private HttpClient AtProvider(string role, Guid provider) => role == Roles.Tablet ? city.AsTablet(provider) : city.As(role, provider);

    private async Task Compare(string role, HashSet<Guid> rows, Func<HttpClient> owner, Func<HttpClient> stranger, string? pageWithToken)
    {
        var mine = owner();
        var theirs = stranger();
        var leaks = new List<string>();
        var shared = new List<string>();
        foreach (var door in (await Door.All(city.Services)).Where(door => door.Method == HttpMethod.Get && door.Admits(role) && !door.ForAnyone))
        {
            foreach (var id in door.TakesId ? rows : [Guid.Empty])
            {
                var address = door.Address(id);
                var shown = await mine.GetAsync(address);
                Assert.True((int)shown.StatusCode < 500, $"{address} as {role}: {(int)shown.StatusCode} {await shown.Content.ReadAsStringAsync()}");
                if (!shown.IsSuccessStatusCode)
                {
                    continue;
                }

                if (door.TakesId)
                {
                    shared.Add(address);
                    var answer = await theirs.GetAsync(address);
                    if (answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Forbidden))
                    {
                        leaks.Add($"GET {address} as another {role}: {(int)answer.StatusCode}");
                    }
                }

                if (door.IsPage && pageWithToken is not null)
                {
                    leaks.AddRange(await PostAsStranger(await shown.Content.ReadAsStringAsync(), address, rows, theirs, pageWithToken));
                }

                if (door.TakesId)
                {
                    break;
                }
            }
        }

        Assert.True(leaks.Count == 0, string.Join('\n', leaks));
    }

    /// <summary>Posts the owner's forms, ids and all, with the stranger's own cookie and token.</summary>
    private static async Task<IEnumerable<string>> PostAsStranger(string html, string page, HashSet<Guid> rows, HttpClient stranger, string pageWithToken)
    {
        var leaks = new List<string>();
        foreach (var form in PageForm.In(html))
        {
            var address = form.AddressOn(page);
            var names = form.Fields.Select(field => field.Value).Append(address);
            if (!names.Any(text => rows.Any(row => text.Contains(row.ToString(), StringComparison.OrdinalIgnoreCase))))
            {
                continue;
            }

            var own = await stranger.GetStringAsync(pageWithToken);
            var answer = await stranger.PostTo(address, own, [.. form.Fields]);
            if ((int)answer.StatusCode is < 400 or >= 500)
            {
                leaks.Add($"POST {address} as a stranger: {(int)answer.StatusCode} {answer.Headers.Location}");
            }
        }

        return leaks;
    }

    private async Task Demo()
    {
        await city.InDatabase(async db =>
        {
            if (!await DemoCity.IsLoaded(db))
            {
                await using var scope = city.Services.CreateAsyncScope();
                await new DemoCity(scope.ServiceProvider, 150, DateOnly.FromDateTime(city.Clock.GetUtcNow().Date), _ => { }).Load();
            }
        });
    }

    /// <summary>The ids of rows that belong to this one, found by following references; a few of each table are enough.</summary>
    private Task<HashSet<Guid>> RowsOf(Guid root) => city.InDatabase(async db =>
    {
        var known = new HashSet<Guid> { root };
        var tables = db.Model.GetEntityTypes()
            .Where(type => !type.IsOwned() && type.FindPrimaryKey()?.Properties is [{ ClrType: var key }] && key == typeof(Guid))
            .ToArray();
        for (var round = 0; round < 3; round++)
        {
            var before = known.ToArray();
            foreach (var table in tables)
            {
                foreach (var reference in table.GetProperties().Where(property => !property.IsPrimaryKey() && (property.ClrType == typeof(Guid) || property.ClrType == typeof(Guid?))))
                {
                    var found = (Task<List<Guid>>)Find.MakeGenericMethod(table.ClrType).Invoke(null, [db, table, reference, before])!;
                    known.UnionWith(await found);
                }
            }
        }

        return known;
    });

    private static readonly System.Reflection.MethodInfo Find =
        typeof(OtherPeoplesDataTests).GetMethod(nameof(Referring), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;

    private static Task<List<Guid>> Referring<T>(CoursesDb db, IEntityType table, IProperty reference, Guid[] known)
        where T : class
    {
        var key = table.FindPrimaryKey()!.Properties[0].Name;
        var name = reference.Name;
        var rows = reference.ClrType == typeof(Guid)
            ? db.Set<T>().Where(row => known.Contains(EF.Property<Guid>(row, name)))
            : db.Set<T>().Where(row => EF.Property<Guid?>(row, name) != null && known.Contains(EF.Property<Guid?>(row, name)!.Value));
        return rows.OrderBy(row => EF.Property<Guid>(row, key)).Select(row => EF.Property<Guid>(row, key)).Take(3).ToListAsync();
    }
}
