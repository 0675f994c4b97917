using System.Net;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Participants;
using Courses.Participants.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Newcomers;

/// <summary>Who may be registered twice is found by what two records have in common, is said while somebody types, and is settled once.</summary>
public sealed class DoublesTests(City city) : IClassFixture<City>
{
    private static readonly DateOnly Born = new(1957, 3, 25);

    [Theory]
    [InlineData("Анна", "Кузнецова", "Anna", "Kuznetsova", 0, "the name sounds alike, same birth date")]
    [InlineData("Mary", "Oconnor", "Mary", "Oconnor", 1, "same name, same birth date")]
    [InlineData("محمد", "محمدی", "Mohammad", "Mohammadi", 2, "the name sounds alike, same birth date")]
    public async Task A_name_that_sounds_alike_and_the_same_birth_date_are_a_likely_double(string given, string family, string otherGiven, string otherFamily, int day, string why)
    {
        var (one, other) = (await city.HasNewcomer(given, family, bornOn: Born.AddDays(day)), await city.HasNewcomer(otherGiven, otherFamily, bornOn: Born.AddDays(day)));
        await Compare();
        Assert.Equal(why.Split(", "), (await ReasonsOf(one, other))!.Split(',').Select(reason => InWords[reason]));
        Assert.Equal(0, await Compare());
    }

    [Fact]
    public async Task Families_who_share_a_telephone_and_strangers_who_share_a_birth_date_are_none()
    {
        var birth = new DateOnly(1951, 1, 1);
        var (mother, child) = (await Registers("Nasrin", "Rahimi", birth, "0660 1110001"), await Registers("Bilal", "Rahimi", birth.AddYears(30), "0660 1110001"));
        var (stranger, other) = (await Registers("Kofi", "Mensah", birth, null), await Registers("Ludmila", "Petrenko", birth, null));
        await Compare();
        Assert.Null(await ReasonsOf(mother, child));
        Assert.Null(await ReasonsOf(stranger, other));
        Assert.Null(await ReasonsOf(mother, stranger));
    }

    [Fact]
    public async Task A_birth_date_with_day_and_month_exchanged_and_one_telephone_written_in_two_ways_are_noticed()
    {
        var (one, swapped) = (await Registers("Tariq", "Aziz", new(1952, 4, 11), null), await Registers("Tarik", "Azis", new(1952, 11, 4), null));
        var (home, abroad) = (await Registers("Salma", "Qasim", new(1953, 1, 2), "0660 2220002"), await Registers("Selma", "Kasim", new(1973, 5, 6), "+43 660 222 00 02"));
        await Compare();
        Assert.Equal("SoundsAlike,SwappedBirthDate", await ReasonsOf(one, swapped));
        Assert.Equal("SoundsAlike,SamePhone", await ReasonsOf(home, abroad));
    }

    [Fact]
    public async Task A_pair_goes_when_a_change_shows_that_they_are_two_and_comes_when_one_shows_that_they_may_be_one()
    {
        var (one, other) = (await Registers("Yusuf", "Demirci", new(1954, 6, 7), null), await Registers("Jusuf", "Demirdschi", new(1954, 6, 8), null));
        await Compare();
        Assert.Null(await ReasonsOf(one, other));
        await IsBornOn(other, new(1954, 6, 7));
        await Compare();
        Assert.NotNull(await ReasonsOf(one, other));
        await IsBornOn(other, new(1954, 6, 9));
        await Compare();
        Assert.Null(await ReasonsOf(one, other));
    }

    [Fact]
    public async Task A_coach_who_asked_says_that_they_are_two_and_is_not_asked_again()
    {
        var birth = new DateOnly(1955, 8, 9);
        var (one, other) = (await Registers("Ivana", "Horvat", birth, null), await Registers("Iwana", "Horwat", birth, null));
        await Compare();
        var coach = city.As(Roles.Coach);
        var pair = await city.InDatabase(db => db.Set<LikelyDouble>().Where(row => row.FirstId == one || row.SecondId == one).Select(row => row.Id).SingleAsync());
        Assert.Contains(pair.ToString(), await PagesOfDoubles(coach), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await city.As(Roles.ProviderManager, Guid.NewGuid()).GetAsync("/coach/doubles")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.PostTo($"/coach/doubles?handler=Two&id={pair}", await coach.GetStringAsync("/coach/new"))).StatusCode);
        Assert.DoesNotContain(pair.ToString(), await PagesOfDoubles(coach), StringComparison.Ordinal);

        // A later change compares them anew; the answer stands.
        await IsBornOn(other, birth);
        await Compare();
        Assert.DoesNotContain(pair.ToString(), await PagesOfDoubles(coach), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_says_while_somebody_types_who_is_alike_and_remembers_that_it_was_somebody_else()
    {
        var birth = new DateOnly(1956, 10, 11);
        var known = await Registers("Олексій", "Бондаренко", birth, null);
        var coach = city.As(Roles.Coach);
        var shown = await coach.GetStringAsync("/coach/new");
        (string, string)[] typed = [("Person.GivenName", "Oleksii"), ("Person.FamilyName", "Bondarenko"), ("Person.BirthDate", "1956-10-11")];
        Assert.DoesNotContain("/coach/people/", await Typed(typed[..2]), StringComparison.Ordinal);
        var warned = await Typed(typed);
        Assert.Contains($"/coach/people/{known}", warned, StringComparison.Ordinal);
        Assert.Contains("the name sounds alike, same birth date", warned, StringComparison.Ordinal);

        // Without a script the same is said when the form is sent.
        (string, string)[] whole = [.. typed, ("Person.Language", "uk"), ("Status", "TemporaryProtection"), ("StatusFrom", "2026-03-01"), ("Level[Listening]", ""), ("Key", Guid.NewGuid().ToString())];
        var asked = await coach.PostTo("/coach/new", shown, whole);
        Assert.True(asked.StatusCode == HttpStatusCode.Conflict, await asked.Content.ReadAsStringAsync());
        Assert.Contains($"/coach/people/{known}", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var registered = await coach.PostTo("/coach/new", shown, [.. whole, ("Anyway", "true")]);
        Assert.Equal(HttpStatusCode.Redirect, registered.StatusCode);
        await Compare();
        Assert.Equal(1, await city.InDatabase(db => db.Set<LikelyDouble>().CountAsync(pair => (pair.FirstId == known || pair.SecondId == known) && pair.SettledAt != null)));
        Assert.Equal(0, await city.InDatabase(db => db.Set<LikelyDouble>().CountAsync(pair => (pair.FirstId == known || pair.SecondId == known) && pair.SettledAt == null)));

        async Task<string> Typed((string, string)[] fields)
        {
            var answer = await coach.PostTo("/coach/new?handler=Alike", shown, fields);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    private static readonly Dictionary<string, string> InWords = new()
    {
        ["SameName"] = "same name",
        ["SoundsAlike"] = "the name sounds alike",
        ["SameBirthDate"] = "same birth date",
    };

    private Task<int> Compare() => city.InScope(services => services.GetRequiredService<FindDoubles>().Run(default));

    private Task<string?> ReasonsOf(Guid one, Guid other) => city.InDatabase(db => db.Set<LikelyDouble>()
        .Where(pair => (pair.FirstId == one && pair.SecondId == other) || (pair.FirstId == other && pair.SecondId == one)).Select(pair => pair.Reasons).SingleOrDefaultAsync());

    private Task<Guid> Registers(string given, string family, DateOnly birth, string? phone) => city.Ask<IParticipants, Guid>(participants => participants.Register(
        new() { GivenName = given, FamilyName = family, BirthDate = birth, Phone = phone, Status = LegalStatus.Refugee, StatusFrom = new(2026, 1, 1) }, default));

    private Task IsBornOn(Guid id, DateOnly birth) => city.InDatabase(async db =>
    {
        var person = await db.Set<Participant>().SingleAsync(row => row.Id == id);
        person.Change(new() { GivenName = person.GivenName, FamilyName = person.FamilyName, BirthDate = birth }, new(2026, 11, 16));
        await db.SaveChangesAsync();
    });

    /// <summary>All pages, one after the other.</summary>
    private static async Task<string> PagesOfDoubles(HttpClient coach)
    {
        var pages = await coach.GetStringAsync("/coach/doubles");
        for (var next = 2; pages.Contains($"/coach/doubles?p={next}", StringComparison.Ordinal); next++)
        {
            pages += await coach.GetStringAsync($"/coach/doubles?p={next}");
        }

        return pages;
    }
}
