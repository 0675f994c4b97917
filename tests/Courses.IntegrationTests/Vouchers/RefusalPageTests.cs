using System.Net;
using System.Text.RegularExpressions;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform.Languages;
using Courses.Vouchers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using StudyGroup = Courses.Timetable.Group;

namespace Courses.IntegrationTests.Vouchers;

/// <summary>
/// A newcomer whose phone shows an old page taps 'book and pay', and the voucher cannot pay any more. Whatever the reason, the page comes back in the person's language
/// with the sentence at the top and at the field, with what else can be done, and with no seat and no money moved.
/// </summary>
public sealed class RefusalPageTests(City city) : IClassFixture<City>
{
    private static readonly string[] Languages = [.. Language.ForNewcomers.Select(language => language.Code)];

    public static TheoryData<string> Codes =>
    [
        "voucher.cancelled", "voucher.already-redeemed", "voucher.on-hold", "voucher.expired", "voucher.nothing-left", "voucher.locked-module", "voucher.locked",
        "voucher.not-integration-course", "voucher.level", "voucher.provider-not-accredited", "voucher.course-cancelled", "voucher.course-over", "voucher.course-too-early",
        "voucher.course-not-from-start", "voucher.not-needed", "voucher.cap-reached", "voucher.hours-cap-reached", "voucher.class-already-paid", "group.already-enrolled",
    ];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Comes_back_as_a_page_that_says_what_to_do(string code)
    {
        var person = Guid.NewGuid();
        var at = await city.HasProviderWhoTakesVouchers();
        var (voucher, lesson) = await Provoke(code, person, at);
        var seats = await Seats(lesson);
        foreach (var language in Languages)
        {
            var phone = city.AsNewcomer(person, language);
            var answer = await Tap(phone, lesson, voucher);
            var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.True(answer.StatusCode == HttpStatusCode.Conflict, $"{code} {language}: {answer.StatusCode} {html}");

            var sentence = Sentence(code, language);
            var top = Regex.Match(html, "<div class=\"problems\" role=\"alert\">(?<said>.*?)</div>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(2)).Groups["said"].Value;
            Assert.True(sentence.IsMatch(top), $"{code} {language} is not said at the top: {top}");
            if (code.StartsWith("voucher.", StringComparison.Ordinal) && html.Contains("name=\"With\"", StringComparison.Ordinal))
            {
                Assert.Contains("href=\"#With\"", top, StringComparison.Ordinal);
                var field = Regex.Match(html, "<fieldset id=\"With\">.*?<span class=\"field-validation-error\"[^>]*>(?<said>.*?)</span>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(2)).Groups["said"].Value;
                Assert.True(sentence.IsMatch(field), $"{code} {language} is not said at the field: {html}");
            }

            // Every page that refuses shows a way on.
            Assert.Matches("href=\"/my/(find|courses|book/)", html);
        }

        Assert.Equal(seats, await Seats(lesson));
        await city.TheBooksBalance();
    }

    [Fact]
    public async Task A_course_that_began_too_early_is_refused_with_others_that_fit()
    {
        var person = Guid.NewGuid();
        var at = await city.HasProviderWhoTakesVouchers();
        await city.HasClassFor(at);
        var (voucher, lesson) = await Provoke("voucher.course-too-early", person, at);
        var answer = await Tap(city.AsNewcomer(person, "en"), lesson, voucher);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Matches("That is more than 6 weeks before you got your voucher", html);
        Assert.Contains("You can choose one of these instead", html, StringComparison.Ordinal);
        var others = Regex.Matches(html, "href=\"/my/book/(?<id>[0-9a-f-]{36})\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(2)).Select(link => Guid.Parse(link.Groups["id"].Value)).ToArray();
        Assert.InRange(others.Length, 1, 3);
        Assert.All(others, other => Assert.NotEqual(lesson, other));
        foreach (var other in others)
        {
            Assert.Empty(await city.Ask<IVouchers, IReadOnlyList<Refusal>>(vouchers => vouchers.Check(voucher, person, other, default)));
        }
    }

    [Fact]
    public async Task Another_persons_voucher_is_not_found()
    {
        var lesson = await city.HasClassFor(await city.HasProviderWhoTakesVouchers());
        var voucher = await city.HasVoucher(Guid.NewGuid());
        var answer = await Tap(city.AsNewcomer(Guid.NewGuid(), "en"), lesson, voucher);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    /// <summary>The page on the phone is older than what happened since: it still has its button.</summary>
    private static async Task<HttpResponseMessage> Tap(HttpClient phone, Guid lesson, Guid voucher) =>
        await phone.PostTo($"/my/book/{lesson}", await phone.GetStringAsync("/my/help"), ("With", voucher.ToString()), ("Key", Guid.NewGuid().ToString("N")));

    private async Task<(Guid Voucher, Guid Class)> Provoke(string code, Guid person, (Guid Provider, Guid Venue) at)
    {
        var terms = VoucherCity.Terms();
        switch (code)
        {
            case "voucher.cancelled":
                return await With(person, at, voucher => voucher.SetProperty(row => row.CancelledAt, city.Clock.GetUtcNow()));
            case "voucher.expired":
                return await With(person, at, voucher => voucher.SetProperty(row => row.ExpiresOn, city.Today().AddDays(-1)));
            case "voucher.nothing-left":
                {
                    var used = await city.HasVoucher(person, terms with { PartialUse = true });
                    await RedeemVoucherTests.Json(await RedeemVoucherTests.Redeem(city.AsNewcomer(person), used, await city.HasClassFor(at)));
                    return (used, await city.HasClassFor(at));
                }

            case "voucher.already-redeemed":
                {
                    var used = await city.HasVoucher(person);
                    await RedeemVoucherTests.Json(await RedeemVoucherTests.Redeem(city.AsNewcomer(person), used, await city.HasClassFor(at)));
                    return (used, await city.HasClassFor(at));
                }

            case "voucher.on-hold":
                {
                    var full = await city.HasClassFor(at, capacity: 1);
                    var first = Guid.NewGuid();
                    await RedeemVoucherTests.Json(await RedeemVoucherTests.Redeem(city.AsNewcomer(first), await city.HasVoucher(first), full));
                    var held = await city.HasVoucher(person);
                    await RedeemVoucherTests.Json(await RedeemVoucherTests.Redeem(city.AsNewcomer(person), held, full));
                    return (held, await city.HasClassFor(at));
                }

            case "voucher.locked-module":
                return (await city.HasVoucher(person, terms with { Unlocks = ["any-module"] }), await city.HasClassFor(at));
            case "voucher.locked":
                return (await city.HasVoucher(person, terms with { Unlocks = ["housing"] }), await city.HasClassFor(at));
            case "voucher.not-integration-course":
                return (await city.HasVoucher(person), await city.HasClassFor(at, integration: false));
            case "voucher.level":
                return (await city.HasVoucher(person), await city.HasClassFor(at, level: "B2"));
            case "voucher.provider-not-accredited":
                return (await city.HasVoucher(person), await city.HasClassFor(await city.HasProviderWhoTakesVouchers(accredited: false)));
            case "voucher.course-cancelled":
                {
                    var cancelled = await city.HasClassFor(at);
                    await city.InDatabase(db => db.Set<StudyGroup>().Where(group => group.Id == cancelled).ExecuteUpdateAsync(set => set.SetProperty(group => group.CancelledAt, city.Clock.GetUtcNow())));
                    return (await city.HasVoucher(person), cancelled);
                }

            case "voucher.course-over":
                return (await city.HasVoucher(person), await city.HasClassFor(at, startsInDays: -10, sessions: 3));
            case "voucher.course-too-early":
                return (await city.HasVoucher(person), await city.HasClassFor(at, startsInDays: -43, sessions: 60));
            case "voucher.course-not-from-start":
                return (await city.HasVoucher(person, terms with { FromItsStart = true }), await city.HasClassFor(at, startsInDays: -5, sessions: 30));
            case "voucher.not-needed":
                return (await city.HasVoucher(person), await city.HasClassFor(at, priceCents: 0));
            case "voucher.cap-reached":
                {
                    var both = await city.HasVouchers(person, terms with { Count = 2, CapCents = 10_000, Unlocks = ["", ""] });
                    await RedeemVoucherTests.Json(await RedeemVoucherTests.Redeem(city.AsNewcomer(person), both[0], await city.HasClassFor(at)));
                    return (both[1], await city.HasClassFor(at));
                }

            case "voucher.hours-cap-reached":
                return (await city.HasVoucher(person, terms with { CapMinutes = 90 }), await city.HasClassFor(at, sessions: 4));
            case "group.already-enrolled":
                {
                    // Waits in the line already, with no money held.
                    var full = await city.HasClassFor(at, capacity: 1);
                    await city.Ask<ITimetable, Seat>(timetable => timetable.TakeSeat(full, Guid.NewGuid(), null, default));
                    await city.Ask<ITimetable, Seat>(timetable => timetable.TakeSeat(full, person, null, default));
                    return (await city.HasVoucher(person), full);
                }

            default:
                {
                    var vouchers = await city.HasVouchers(person, terms with { Count = 2, Unlocks = ["", ""] });
                    var booked = await city.HasClassFor(at);
                    await RedeemVoucherTests.Json(await RedeemVoucherTests.Redeem(city.AsNewcomer(person), vouchers[0], booked));
                    return (vouchers[1], booked);
                }
        }
    }

    private async Task<(Guid Voucher, Guid Class)> With(Guid person, (Guid Provider, Guid Venue) at, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<Voucher>> change)
    {
        var voucher = await city.HasVoucher(person);
        await city.InDatabase(db => db.Set<Voucher>().Where(row => row.Id == voucher).ExecuteUpdateAsync(change));
        return (voucher, await city.HasClassFor(at));
    }

    private Task<int> Seats(Guid lesson) => city.InDatabase(db => db.Set<StudyGroup>().Where(group => group.Id == lesson).Select(group => group.SeatsTaken).SingleAsync());

    /// <summary>The sentence of a code in a language, whatever stands in its blanks.</summary>
    private Regex Sentence(string code, string language)
    {
        var words = city.Services.GetRequiredService<Platform.Languages.Words>();
        var said = words.In(Language.Of(language).Culture, code);
        Assert.NotEqual(code, said);
        return new(Regex.Replace(Regex.Escape(said), @"\\\{\d.*?\}", ".*?", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), RegexOptions.Singleline, TimeSpan.FromSeconds(2));
    }
}
