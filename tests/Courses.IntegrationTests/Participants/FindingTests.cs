using System.Net;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Participants;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Newcomers;

/// <summary>Finding anybody, and nobody whom one may not find.</summary>
public sealed class FindingTests(City city) : IClassFixture<City>
{
    [Theory]
    [InlineData("زهرا", "محمدی", "Mohammadi")]
    [InlineData("Анна", "Кузнецова", "Kuznetsova")]
    [InlineData("Анна", "Кузнецова", "ana kusnezowa")]
    [InlineData("Mary", "O’Connor", "O Connor")]
    [InlineData("Mary", "O’Connor", "oconnor")]
    [InlineData("Ali", "Güneş", "Guenes")]
    [InlineData("عبد الرحمن", "الخطيب", "Abdulrahman Alkhatib")]
    [InlineData("Олександр", "Шевченко", "Schewtschenko Alexander")]
    [InlineData("Oleksandr", "Shevchenko", "шевченко")]
    [InlineData("Wojciech", "Brzozowski", "Brzozowksi")]
    [InlineData("Wojciech", "Brzozowski", "Brzozovski Wojcech")]
    public async Task A_name_is_found_as_it_sounds_and_with_a_mistake_or_two(string given, string family, string typed)
    {
        var id = await city.HasNewcomer(given, family);
        Assert.Contains(id.ToString(), await Search(typed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_best_comes_first_and_others_do_not_come()
    {
        var (exact, sounding, other) = (await city.HasNewcomer("Xenia", "Tschernova"), await city.HasNewcomer("Xenia", "Чернова"), await city.HasNewcomer("Xenia", "Zimmermann"));
        var page = await Search("Tschernova");
        Assert.InRange(page.IndexOf(exact.ToString(), StringComparison.Ordinal), 0, page.IndexOf(sounding.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain(other.ToString(), page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+43 660 7654321", "0660 7654321")]
    [InlineData("+43 660 8765432", "8765432")]
    [InlineData("0660/9876543", "+436609876543")]
    [InlineData("+43 660 5551212", "۰۶۶۰ ۵۵۵۱۲۱۲")]
    public async Task A_telephone_number_is_found_however_it_is_written(string phone, string typed)
    {
        var id = await Registered("Tele", $"Fon{phone.Length}{phone[^2..]}", phone);
        Assert.Contains(id.ToString(), await Search(typed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_a_pass_number_a_birth_year_and_a_class_narrow_the_search()
    {
        var id = await city.HasNewcomer("Yearly", "Passholder", bornOn: new(1944, 2, 29));
        var number = await city.PassNumberOf(id);
        Assert.Contains(id.ToString(), await Search(number[..4] + number[5..7]), StringComparison.Ordinal);
        Assert.Contains(id.ToString(), await Search("passholder 1944"), StringComparison.Ordinal);
        Assert.DoesNotContain(id.ToString(), await Search("passholder 1945"), StringComparison.Ordinal);
        Assert.DoesNotContain(id.ToString(), await Search("passholder 00000000"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_name_and_a_new_pass_are_found_at_once_and_the_old_ones_are_not()
    {
        var coach = city.As(Roles.Coach);
        var id = await city.HasNewcomer("Before", "Marriage");
        var edited = await coach.Submit($"/coach/people/{id}/edit", ("Person.GivenName", "After"), ("Person.FamilyName", "Hochzeit"), ("Person.BirthDate", "1990-01-02"), ("Person.Language", "en"),
            ("Version", $"{await city.InDatabase(db => db.Set<Participant>().Where(row => row.Id == id).Select(row => row.Version).SingleAsync())}"));
        Assert.True(edited.StatusCode == HttpStatusCode.Redirect, await edited.Content.ReadAsStringAsync());
        Assert.Contains(id.ToString(), await Search("Hochzeit"), StringComparison.Ordinal);
        Assert.DoesNotContain(id.ToString(), await Search("Marriage"), StringComparison.Ordinal);
    }

    /// <summary>People who came in by another way, or were indexed by an earlier version, are found once the sweep has run. The canary: before it they are not.</summary>
    [Fact]
    public async Task The_sweep_makes_everybody_findable_and_running_it_again_changes_nothing()
    {
        var id = await city.HasNewcomer("Sweptina", "Besenova");
        await city.InDatabase(async db =>
        {
            await db.Set<SearchKey>().Where(row => row.ParticipantId == id).ExecuteDeleteAsync();
            return await db.Set<Participant>().Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.IndexedAs, 0));
        });
        Assert.DoesNotContain(id.ToString(), await Search("Besenova"), StringComparison.Ordinal);
        await using var scope = city.Services.CreateAsyncScope();
        Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<SearchIndex>().Run(default));
        Assert.Contains(id.ToString(), await Search("Besenova"), StringComparison.Ordinal);
        Assert.Equal(0, await scope.ServiceProvider.GetRequiredService<SearchIndex>().Run(default));
    }

    [Fact]
    public async Task Two_nodes_learn_the_same_new_words_at_once()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => city.HasNewcomer("Zweimal", "Wortneuling")));
        var page = await Search("Wortneuling");
        Assert.All(ids, id => Assert.Contains(id.ToString(), page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Managers_and_teachers_find_the_people_of_their_own_classes_by_name_pass_and_class_only()
    {
        var (own, other) = (await city.HasTaughtClass(people: 1), await city.HasTaughtClass(people: 1));
        var (mine, theirs) = (await Named(own.People[0].Id, "Meinhild"), await Named(other.People[0].Id, "Meinhild"));
        foreach (var client in new[] { city.As(Roles.ProviderManager, own.ProviderId), city.AsAccount(own.TeacherId) })
        {
            var page = await client.GetStringAsync("/find-people?q=Mainhilt");
            Assert.Contains(mine.Pass, page, StringComparison.Ordinal);
            Assert.DoesNotContain(theirs.Pass, page, StringComparison.Ordinal);
            Assert.Contains(mine.Pass, await client.GetStringAsync("/find-people?q=" + mine.Pass[..4]), StringComparison.Ordinal);

            // What they may not read, a search must not tell them.
            foreach (var typed in new[] { "1961", "0660123999", "meinhild@mail.example", "1961-02-03" })
            {
                Assert.DoesNotContain(mine.Pass, await client.GetStringAsync("/find-people?q=" + Uri.EscapeDataString(typed)), StringComparison.Ordinal);
            }
        }

        // A colleague's class is the manager's and not the teacher's.
        var colleague = await city.HasTaughtClass(people: 1, providerId: own.ProviderId);
        await city.InDatabase(db => db.Set<Group>().Where(group => group.Id == colleague.GroupId).ExecuteUpdateAsync(set => set.SetProperty(group => group.TeacherId, Guid.NewGuid())));
        var colleagues = await Named(colleague.People[0].Id, "Kollegin");
        Assert.Contains(colleagues.Pass, await city.As(Roles.ProviderManager, own.ProviderId).GetStringAsync("/find-people?q=Kollegin"), StringComparison.Ordinal);
        Assert.DoesNotContain(colleagues.Pass, await city.AsAccount(own.TeacherId).GetStringAsync("/find-people?q=Kollegin"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_warns_of_somebody_who_sounds_the_same()
    {
        var known = await city.HasNewcomer("Марія", "Ковальчук", bornOn: new(1987, 6, 5));
        (string, string)[] form = [
            ("Person.GivenName", "Mariia"), ("Person.FamilyName", "Kowaltschuk"), ("Person.BirthDate", "1987-06-05"), ("Person.Language", "uk"), ("Status", "TemporaryProtection"), ("StatusFrom", "2026-02-03"),
            ("Key", Guid.NewGuid().ToString())];
        var warned = await city.As(Roles.Coach).Submit("/coach/new", form);
        Assert.Equal(HttpStatusCode.Conflict, warned.StatusCode);
        Assert.Contains(known.ToString(), await warned.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Somebody else of the family, born on the same day.
        form[0] = ("Person.GivenName", "Oleh");
        Assert.Equal(HttpStatusCode.Redirect, (await city.As(Roles.Coach).Submit("/coach/new", [.. form[..^1], ("Key", Guid.NewGuid().ToString())])).StatusCode);
    }

    private async Task<(Guid Id, string Pass)> Named(Guid id, string family)
    {
        await city.InDatabase(async db =>
        {
            var person = await db.Set<Participant>().SingleAsync(row => row.Id == id);
            person.Change(new() { GivenName = "Amina", FamilyName = family, BirthDate = new(1961, 2, 3), Phone = "0660123999", Email = "meinhild@mail.example" }, new(2026, 11, 27));
            return await db.SaveChangesAsync();
        });
        await using var scope = city.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SearchIndex>().Run(default);
        return (id, await city.PassNumberOf(id));
    }

    private Task<Guid> Registered(string given, string family, string phone) => city.Ask<IParticipants, Guid>(participants => participants.Register(
        new()
        {
            GivenName = given,
            FamilyName = family,
            BirthDate = new(1970, 3, 4),
            Language = "en",
            Phone = phone,
            Status = LegalStatus.Refugee,
            StatusFrom = new(2026, 1, 1),
        },
        default));

    private async Task<string> Search(string typed) => await city.As(Roles.Coach).GetStringAsync("/coach?q=" + Uri.EscapeDataString(typed));
}
