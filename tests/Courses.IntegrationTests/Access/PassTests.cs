using System.Net;
using Courses.Access.Passes;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Access;

public sealed class PassTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task The_pin_in_the_letter_opens_the_pass_and_keeps_it_open()
    {
        var (_, token, pin) = await Newcomer("ar");
        var phone = city.AsNobody();
        var asks = await phone.GetStringAsync("/p/" + token);
        Assert.Contains("dir=\"rtl\"", asks, StringComparison.Ordinal);
        Assert.DoesNotContain("Oksana", asks, StringComparison.Ordinal);
        var opened = await phone.Submit("/p/" + token, ("Answer", string.Concat(pin.Select(digit => (char)(digit - '0' + '٠')))));
        Assert.Equal("/my", opened.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/my/pin")).StatusCode);
        Assert.Equal("/my", (await phone.GetAsync("/p/" + token)).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Nothing_of_ones_own_is_shown_before_the_pass_is_open()
    {
        var led = await city.AsNobody().GetAsync("/my/pin");
        Assert.Equal(HttpStatusCode.Redirect, led.StatusCode);
        Assert.StartsWith("/p?", led.Headers.Location?.PathAndQuery, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await city.AsNobody().GetAsync("/p")).StatusCode);
    }

    [Fact]
    public async Task Five_wrong_answers_lock_it_and_the_coach_is_told_and_can_help()
    {
        var (person, token, pin) = await Newcomer("en");
        var phone = city.AsNobody();
        for (var i = 0; i < 4; i++)
        {
            var wrong = await phone.Submit("/p/" + token, ("Answer", "190119"));
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
            Assert.Contains(i == 3 ? "1 more try is left" : $"{4 - i} more tries are left", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await phone.Submit("/p/" + token, ("Answer", "190119"))).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await phone.Submit("/p/" + token, ("Answer", pin))).StatusCode);

        var coach = city.As(Roles.Coach);
        var list = await coach.GetStringAsync("/coach/locked");
        Assert.Contains("Oksana", list, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.PostTo("/coach/locked", list, ("participantId", person.ToString()))).StatusCode);
        Assert.Equal("/my", (await phone.Submit("/p/" + token, ("Answer", pin))).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_hundred_tries_at_once_are_five()
    {
        var (person, token, pin) = await Newcomer("en");
        var phone = city.AsNobody();
        var page = await phone.GetStringAsync("/p/" + token);
        var tries = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => phone.PostTo("/p/" + token, page, ("Answer", (1889 + i).ToString(System.Globalization.CultureInfo.InvariantCulture)))));
        var looked = tries.Count(answer => answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Redirect);
        Assert.InRange(looked, 0, 5);
        Assert.Equal(1, await city.InDatabase(db => db.Set<Courses.Access.AuditEntry>().CountAsync(entry => entry.Act == "pass.locked" && entry.Subject == person)));
    }

    [Fact]
    public async Task A_lock_is_over_after_a_quarter_of_an_hour()
    {
        var (person, token, pin) = await Newcomer("en");
        var phone = city.AsNobody();
        for (var i = 0; i < 5; i++)
        {
            await phone.Submit("/p/" + token, ("Answer", "190119"));
        }

        await city.InDatabase(db => db.Set<PassTries>().Where(tries => tries.ParticipantId == person).ExecuteUpdateAsync(set => set.SetProperty(tries => tries.LockedUntil, city.Clock.GetUtcNow())));
        Assert.Equal(HttpStatusCode.Redirect, (await phone.Submit("/p/" + token, ("Answer", pin))).StatusCode);
    }

    [Fact]
    public async Task A_chosen_pin_takes_the_place_of_the_year()
    {
        var (person, token, pin) = await Newcomer("en");
        var own = city.AsNewcomer(person);
        Assert.Equal(HttpStatusCode.BadRequest, (await own.Submit("/my/pin", ("Current", "000001"), ("Pin", "471185"))).StatusCode);
        var chosen = await own.Submit("/my/pin", ("Current", pin), ("Pin", "471185"));
        Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);
        var phone = city.AsNobody();
        Assert.Equal(HttpStatusCode.BadRequest, (await phone.Submit("/p/" + token, ("Answer", pin))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await phone.Submit("/p/" + token, ("Answer", "471185"))).StatusCode);
        Assert.Equal(1, await city.InDatabase(db => db.Set<Courses.Messaging.Message>().CountAsync(message => message.ParticipantId == person && message.Kind == "pin-changed")));
    }

    [Fact]
    public async Task The_year_of_birth_opens_only_a_pass_of_an_earlier_version_and_only_until_its_letter_is_printed_again()
    {
        var (person, token, pin) = await Newcomer("en");
        Assert.Equal(HttpStatusCode.BadRequest, (await city.AsNobody().Submit("/p/" + token, ("Answer", "1988"))).StatusCode);
        await city.InDatabase(db => db.Set<Pass>().Where(pass => pass.ParticipantId == person).ExecuteUpdateAsync(set => set.SetProperty(pass => pass.HasLetterPin, false)));
        Assert.Equal(HttpStatusCode.Redirect, (await city.AsNobody().Submit("/p/" + token, ("Answer", "1988"))).StatusCode);
        Assert.Contains(pin, await city.As(Roles.Coach).GetStringAsync($"/coach/people/{person}/pass"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await city.AsNobody().Submit("/p/" + token, ("Answer", "1988"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await city.AsNobody().Submit("/p/" + token, ("Answer", pin))).StatusCode);
    }

    [Fact]
    public async Task Waits_grow_and_the_coaches_are_told_at_the_second_lock()
    {
        await city.AccountOf(Roles.Coach, null);
        var (person, token, _) = await Newcomer("en");
        var phone = city.AsNobody();
        async Task<TimeSpan> LockIt()
        {
            for (var i = 0; i < 5; i++)
            {
                await phone.Submit("/p/" + token, ("Answer", "190119"));
            }

            var until = await city.InDatabase(db => db.Set<PassTries>().Where(tries => tries.ParticipantId == person).Select(tries => tries.LockedUntil).SingleAsync());
            var wait = until!.Value - city.Clock.GetUtcNow();
            await city.InDatabase(db => db.Set<PassTries>().Where(tries => tries.ParticipantId == person).ExecuteUpdateAsync(set => set.SetProperty(tries => tries.LockedUntil, city.Clock.GetUtcNow())));
            return wait;
        }

        Task<int> Told() => city.InDatabase(db => db.Set<Courses.Messaging.Message>().CountAsync(message => message.Kind == "pass-locked-again" && message.OnceKey.StartsWith($"pass-locked:{person}")));
        Assert.Equal(15, Math.Round((await LockIt()).TotalMinutes));
        Assert.Equal(0, await Told());
        Assert.Equal(60, Math.Round((await LockIt()).TotalMinutes));
        Assert.True(await Told() > 0);
        Assert.Equal(240, Math.Round((await LockIt()).TotalMinutes));
    }

    [Fact]
    public async Task A_replaced_pass_ends_its_calendar_address()
    {
        var (person, _, _) = await Newcomer("en");
        var phone = city.AsNewcomer(person);
        await phone.PostTo("/my/calendar?handler=New", await phone.GetStringAsync("/my/calendar"));
        var shown = await phone.GetStringAsync("/my/calendar");
        var address = "/calendar/" + shown.Split("/calendar/")[1].Split('"')[0];
        Assert.Equal(HttpStatusCode.OK, (await city.AsNobody().GetAsync(address)).StatusCode);
        var number = await city.Ask<IParticipants, string?>(participants => participants.People.Where(row => row.Id == person).Select(row => row.PassNumber).SingleAsync());
        await city.InScope(async services => { await services.GetRequiredService<Courses.Participants.Features.PassDesk>().Replace(person, number!, default); return true; });
        Assert.Equal(HttpStatusCode.NotFound, (await city.AsNobody().GetAsync(address)).StatusCode);
    }

    [Theory]
    [InlineData("4711")]
    [InlineData("111111")]
    [InlineData("123456")]
    [InlineData("654321")]
    [InlineData("040388")]
    [InlineData("198800")]
    [InlineData("12ab56")]
    public async Task A_weak_pin_is_refused(string pin)
    {
        var (person, _, current) = await Newcomer("en");
        Assert.Equal(HttpStatusCode.BadRequest, (await city.AsNewcomer(person).Submit("/my/pin", ("Current", current), ("Pin", pin))).StatusCode);
    }

    [Fact]
    public async Task A_replaced_pass_opens_nothing_and_closes_what_it_had_opened()
    {
        var (person, token, pin) = await Newcomer("tr");
        var phone = city.AsNobody();
        await phone.Submit("/p/" + token, ("Answer", pin));
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/my/pin")).StatusCode);
        await city.InDatabase(async db =>
        {
            var row = await db.Set<Participant>().Include(row => row.Passes).SingleAsync(row => row.Id == person);
            row.HandOutPass(city.Services.GetRequiredService<PassTokens>(), city.Clock.GetUtcNow(), "test");
            await db.SaveChangesAsync();
        });
        var old = await city.AsNobody().GetAsync("/p/" + token);
        Assert.Equal(HttpStatusCode.Gone, old.StatusCode);
        Assert.Contains("Bu kart eski", WebUtility.HtmlDecode(await old.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await phone.GetAsync("/my/pin")).StatusCode);
    }

    [Fact]
    public async Task An_unknown_code_is_not_found() =>
        Assert.Equal(HttpStatusCode.NotFound, (await city.AsNobody().GetAsync("/p/AAAAAAAAAAAAAAAAAAAAAAAAAAAA")).StatusCode);

    [Fact]
    public async Task A_lent_phone_can_be_left()
    {
        var (person, _, current) = await Newcomer("en");
        var phone = city.AsNewcomer(person);
        Assert.Equal("/p", (await phone.Submit("/my/leave")).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await phone.GetAsync("/my/leave")).StatusCode);
    }

    private async Task<(Guid Person, string Token, string Pin)> Newcomer(string language) => await city.InDatabase(async db =>
    {
        var tokens = city.Services.GetRequiredService<PassTokens>();
        var person = Participant.Register(
            new() { GivenName = "Oksana", FamilyName = "Marchenko", BirthDate = new(1988, 3, 4), Language = language, Gender = "f" },
            LegalStatus.TemporaryProtection, new(2026, 1, 1), new(2026, 11, 16), city.Clock.GetUtcNow(), "test");
        var pass = person.HandOutPass(tokens, city.Clock.GetUtcNow(), "test");
        db.Add(person);
        await db.SaveChangesAsync();
        return (person.Id, tokens.TokenOf(pass.Number), tokens.PinOf(pass.Number));
    });
}
