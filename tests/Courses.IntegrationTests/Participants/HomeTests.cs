using System.Net;
using Courses.Contracts.Access;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Eligibility;
using Courses.Orientation;
using Courses.Participants;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Newcomers;

/// <summary>The home page never forgets: what waits for the person's answer, what they owe, what comes first, and the way out of a borrowed phone.</summary>
public sealed class HomeTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task A_free_seat_stands_first_with_its_deadline_until_it_is_answered()
    {
        var person = await city.HasPerson();
        var group = await city.HasClass();
        var name = await city.InDatabase(db => db.Set<Group>().Where(row => row.Id == group).Select(row => row.Name).SingleAsync());
        var offer = await city.InDatabase(async db =>
        {
            var seat = new Enrolment { GroupId = group, ParticipantId = person, CreatedAt = city.Clock.GetUtcNow() };
            db.Add(seat);
            await db.SaveChangesAsync();
            var offer = new Offer { GroupId = group, EnrolmentId = seat.Id, ParticipantId = person, OfferedAt = city.Clock.GetUtcNow(), ExpiresAt = new(2026, 11, 18, 9, 30, 0, TimeSpan.Zero) };
            db.Add(offer);
            await db.SaveChangesAsync();
            return offer.Id;
        });
        var home = await Home(person);
        Assert.Contains("A seat is free for you: ", home, StringComparison.Ordinal);
        Assert.Contains(name, home, StringComparison.Ordinal);
        Assert.Contains("Say yes or no until 18 November 2026, 10:30.", home, StringComparison.Ordinal);
        await city.InDatabase(async db =>
        {
            (await db.Set<Offer>().SingleAsync(row => row.Id == offer)).Close(OfferEnd.Declined, city.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        Assert.DoesNotContain("A seat is free for you", await Home(person), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_right_to_comment_is_there_as_long_as_it_lasts()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner();
        await city.HasAttended(person, "inlt", "aaaaaaaaaaaa", sessionsLeft: 0);
        await city.Runs("recompute-stale");
        var proposal = await city.InDatabase(db => db.Set<Proposal>().AsNoTracking().SingleAsync(row => row.ParticipantId == person));
        var home = await Home(person);
        Assert.Contains("A decision about you is being prepared.", home, StringComparison.Ordinal);
        Assert.Contains("You have the right to say what you think", home, StringComparison.Ordinal);
        Assert.Contains("href=\"/my/decisions\"", home, StringComparison.Ordinal);
        var phone = city.AsNewcomer(person);
        Assert.Equal(HttpStatusCode.Redirect, (await phone.PostTo("/my/decisions?handler=All", await phone.GetStringAsync("/my/decisions"), ("Id", proposal.Id.ToString()), ("Text", "I was ill."))).StatusCode);
        Assert.DoesNotContain("A decision about you is being prepared.", await Home(person), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_owed_is_the_price_without_what_vouchers_pay_and_names_the_school()
    {
        var person = await city.HasPerson();
        var school = await city.HasSchool("Sprachhaus");
        var group = await city.HasClass(school, priceCents: 12_000);
        await city.HasClass(school, priceCents: 99_900);
        await city.Ask<ITimetable, Seat>(timetable => timetable.TakeSeat(group, person, null, default));
        var provider = await city.InDatabase(db => db.Set<Provider>().Where(row => row.Id == school.ProviderId).Select(row => row.Name).SingleAsync());
        var home = await Home(person);
        Assert.Contains("What you pay yourself", home, StringComparison.Ordinal);
        Assert.Contains("120 €", home, StringComparison.Ordinal);
        Assert.Contains(provider, home, StringComparison.Ordinal);
        Assert.DoesNotContain("999", home, StringComparison.Ordinal);
        Assert.DoesNotContain("What you pay yourself", await Home(await city.HasPerson()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_programme_wants_first_comes_with_date_place_telephone_and_booking_in_the_persons_language_first()
    {
        await using var other = await City.New();
        await other.HasAllProgrammes();
        var person = await other.HasNewcomer(language: "tr");
        Assert.Contains("Henüz tarih yok.", WebUtility.HtmlDecode(await other.AsNewcomer(person, "tr").GetStringAsync("/my")), StringComparison.Ordinal);
        var school = await other.HasSchool();
        await other.InDatabase(async db =>
        {
            (await db.Set<Provider>().SingleAsync(row => row.Id == school.ProviderId)).Phone = "+43 1 4000 81540";
            await db.SaveChangesAsync();
        });
        var english = await other.HasRun("start-coaching", "en", school, first: new(2026, 11, 18));
        var turkish = await other.HasRun("start-coaching", "tr", school, first: new(2026, 11, 25));
        var home = WebUtility.HtmlDecode(await other.AsNewcomer(person, "tr").GetStringAsync("/my"));
        Assert.Contains($"/my/book/{turkish}", home, StringComparison.Ordinal);
        Assert.DoesNotContain($"/my/book/{english}", home, StringComparison.Ordinal);
        Assert.Contains("25 Kasım", home, StringComparison.Ordinal);
        Assert.Contains("House of languages", home, StringComparison.Ordinal);
        Assert.Contains("href=\"tel:+431400081540\"", home, StringComparison.Ordinal);

        await other.Ask<ITimetable, Seat>(timetable => timetable.TakeSeat(english, person, null, default));
        home = WebUtility.HtmlDecode(await other.AsNewcomer(person, "tr").GetStringAsync("/my"));
        Assert.Contains("Burada yeriniz var.", home, StringComparison.Ordinal);
        Assert.Contains("18 Kasım", home, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_sent_where_a_programme_does_not_take_them()
    {
        await using var other = await City.New();
        var early = await other.HasNewcomer();
        Assert.DoesNotContain("id=\"first\"", await other.AsNewcomer(early).GetStringAsync("/my"), StringComparison.Ordinal);
        await other.HasAllProgrammes();
        await other.HasRun("start-coaching", "en", first: new(2026, 11, 18));
        var refused = await other.HasNewcomer(status: Courses.Contracts.Participants.LegalStatus.Refugee);
        foreach (var (person, isSent) in new[] { (early, true), (refused, false) })
        {
            var home = WebUtility.HtmlDecode(await other.AsNewcomer(person).GetStringAsync("/my"));
            Assert.Equal(isSent, home.Contains("Come to this first: Topic start-coaching", StringComparison.Ordinal));
            Assert.Equal(isSent, home.Contains("id=\"first\"", StringComparison.Ordinal));
        }
    }

    /// <summary>Appointments of the kind that the programme names are what comes first, too, and whoever was there is sent no more.</summary>
    [Fact]
    public async Task An_appointment_that_was_attended_is_what_comes_first_and_ends_it()
    {
        await using var other = await City.New();
        await other.HasAllProgrammes();
        await other.Ask<IOrientation, int>(orientation => orientation.LoadStandardTopics(CancellationToken.None));
        var (person, school) = (await other.HasNewcomer(), await other.HasSchool());
        var activity = await other.HasActivity(school, ("Kind", "first-appointment"), ("Admission", "Appointment"), ("Subject", "Welcome"));
        var home = WebUtility.HtmlDecode(await other.AsNewcomer(person).GetStringAsync("/my"));
        Assert.Contains("href=\"/my/activities?kind=first-appointment\"", home, StringComparison.Ordinal);
        Assert.Contains("25 November", home, StringComparison.Ordinal);
        Assert.Contains("Welcome", WebUtility.HtmlDecode(await other.AsNewcomer(person).GetStringAsync("/my/activities?kind=first-appointment")), StringComparison.Ordinal);
        var meeting = (await other.MeetingsOf(activity))[1];
        await other.HasSignedUp(person, meeting.Id);
        home = WebUtility.HtmlDecode(await other.AsNewcomer(person).GetStringAsync("/my"));
        Assert.Contains("You have a place here.", home, StringComparison.Ordinal);
        other.Clock.MoveTo(meeting.StartsAt.AddHours(3));
        Assert.Contains("Come to this first", WebUtility.HtmlDecode(await other.AsNewcomer(person).GetStringAsync("/my")), StringComparison.Ordinal);
        await other.InDatabase(async db =>
        {
            var mark = new Courses.Attendance.Mark { SessionId = meeting.Session, GroupId = meeting.Id, ParticipantId = person };
            mark.Set(new(Courses.Contracts.Attendance.MarkState.Present, 120, true, Guid.NewGuid(), false), other.Clock.GetUtcNow());
            db.Add(mark);
            await db.SaveChangesAsync();
        });
        home = WebUtility.HtmlDecode(await other.AsNewcomer(person).GetStringAsync("/my"));
        Assert.DoesNotContain("Come to this first", home, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"first\"", home, StringComparison.Ordinal);

        // Its signed register is the module's.
        await Complete(other, meeting.Id);
        Assert.Empty(await other.InDatabase(db => db.Set<Completion>().Where(done => done.ParticipantId == person).ToListAsync()));
        await other.InDatabase(async db =>
        {
            var register = new Courses.Attendance.Register { Id = meeting.Session };
            db.Add(register);
            db.Entry(register).Property(row => row.SignedOffAt).CurrentValue = other.Clock.GetUtcNow();
            db.Entry(register).Property(row => row.SignedOffBy).CurrentValue = "Coach";
            await db.SaveChangesAsync();
        });
        await Complete(other, null);
        var done = Assert.Single(await other.InDatabase(db => db.Set<Completion>().Where(done => done.ParticipantId == person).ToListAsync()));
        Assert.Equal(("start-coaching", (Guid?)meeting.Id), (done.TopicCode, done.RunId));
        await Complete(other, meeting.Id);
        Assert.DoesNotContain("Come to this first", WebUtility.HtmlDecode(await other.AsNewcomer(person).GetStringAsync("/my")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decisions_PIN_and_the_way_out_of_a_borrowed_phone_are_one_tap_away()
    {
        var home = await Home(await city.HasPerson());
        Assert.All(["/my/decisions", "/my/pin", "/my/leave", "/my/letters"], path => Assert.Contains($"href=\"{path}\"", home, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_coach_comes_from_the_person_to_decisions_what_held_on_a_day_letters_and_complaints()
    {
        var person = await city.HasNewcomer("Farid", "Noor");
        var sent = await city.AsNewcomer(person).Submit("/my/help", ("Kind", "Complaint"), ("Text", "The room is cold."), ("Key", Guid.NewGuid().ToString()));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var complaint = await city.InDatabase(db => db.Set<Complaint>().Where(row => row.ParticipantId == person).Select(row => row.Id).SingleAsync());
        var coach = city.As(Roles.Coach);
        var page = await coach.GetStringAsync($"/coach/people/{person}");
        Assert.Contains($"href=\"/coach/decisions/{person}\"", page, StringComparison.Ordinal);
        Assert.Contains($"action=\"/coach/decisions/{person}\"", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/coach/people/{person}/letters\"", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/admin/complaints#c-{complaint}\"", page, StringComparison.Ordinal);
        Assert.Contains($"id=\"c-{complaint}\"", await coach.GetStringAsync("/admin/complaints"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await coach.GetAsync($"/coach/decisions/{person}?On.Day=16&On.Month=11&On.Year=2026")).StatusCode);
    }

    [Fact]
    public async Task The_booklet_names_what_may_be_attended_what_is_finished_and_the_next_day_in_the_own_language()
    {
        var own = await City.New();
        await using var closes = own;
        await own.HasAllProgrammes();
        await own.Ask<IOrientation, int>(orientation => orientation.LoadStandardTopics(default));
        var person = await own.HasLearner(LegalStatus.ThirdCountryNational, "tr");
        var (soon, inTurkish, full) = (await own.HasRun("housing", "en", first: new(2026, 11, 20)), await own.HasRun("housing", "tr", first: new(2026, 12, 4)), await own.HasRun("waste", "tr", capacity: 1, first: new(2026, 11, 20)));
        await own.Ask<ITimetable, Seat>(async timetable => await timetable.TakeSeat(full, await own.HasPerson(), null, default));
        await own.InScope(async services =>
        {
            await services.GetRequiredService<IOrientation>().Complete(person, "human-rights", new(2026, 11, 2), default);
            return true;
        });
        var booklet = WebUtility.HtmlDecode(await own.AsNewcomer(person, "tr").GetStringAsync("/my/booklet"));
        Assert.Contains("Eğitim karnesi", booklet, StringComparison.Ordinal);
        Assert.Contains("Bitti: 2 ", booklet, StringComparison.Ordinal);
        Assert.Contains($"/my/book/{inTurkish}", booklet, StringComparison.Ordinal);
        Assert.DoesNotContain($"/my/book/{soon}", booklet, StringComparison.Ordinal);
        Assert.DoesNotContain($"/my/book/{full}", booklet, StringComparison.Ordinal);
        Assert.Contains($"/my/book/{soon}", await own.AsNewcomer(person, "ar").GetStringAsync("/my/booklet"), StringComparison.Ordinal);

        // What was booked and missed counts as registered, and not as finished.
        Assert.Contains("data-finished=\"human-rights\">1<", await own.As(Roles.Coach).GetStringAsync("/orientation"), StringComparison.Ordinal);
        own.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Contains("data-finished=\"waste\">0 (0 %)<", await own.As(Roles.Coach).GetStringAsync("/orientation"), StringComparison.Ordinal);
    }

    private async Task<string> Home(Guid person) => WebUtility.HtmlDecode(await city.AsNewcomer(person).GetStringAsync("/my"));

    /// <summary>What the signature does, or the job without one.</summary>
    private static async Task Complete(City city, Guid? group)
    {
        await using var scope = city.Services.CreateAsyncScope();
        var orientation = scope.ServiceProvider.GetRequiredService<IOrientation>();
        await (group is { } one ? orientation.CompleteFromRegisters(one, CancellationToken.None) : orientation.CompleteFromRegisters(CancellationToken.None));
    }
}
