using System.Globalization;
using System.Net;
using Courses.Contracts.Access;
using Courses.Eligibility;
using Courses.Platform.Languages;
using Courses.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Eligibility;

/// <summary>Where a person decides or answers, the newcomer reads why in their own language.</summary>
public sealed class ReasonTests(City city) : IClassFixture<City>
{
    [Fact]
    public void Every_prepared_reason_stands_in_all_eight_languages()
    {
        var words = city.Services.GetRequiredService<Words>();
        foreach (var key in PreparedReasons.Names.SelectMany(PreparedReasons.Of))
        {
            var said = Language.ForNewcomers.Select(language => words.In(language.Culture, key)).ToList();
            Assert.DoesNotContain(key, said);
            Assert.Equal(8, said.Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public async Task A_coach_chooses_a_sentence_and_the_newcomer_reads_it_in_farsi_with_the_coach_s_own_words_marked_as_german()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner(language: "fa", email: "reason@example.org");
        await city.HasAttended(person, "inlt", "ppaaaaaaaa", sessionsLeft: 2);
        await city.Runs("recompute-stale");
        await city.Runs("send-messages");
        city.Clock.Advance(TimeSpan.FromDays(30));
        var id = await city.InDatabase(db => db.Set<Proposal>().Where(row => row.ParticipantId == person).Select(row => row.Id).SingleAsync());
        var coach = city.As(Roles.Coach);
        Assert.Equal(HttpStatusCode.Conflict, (await Confirm()).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Confirm(("ReasonCode", "reason.benefit-stays.was-ill"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Confirm(("ReasonCode", "message.footer"))).StatusCode);
        var decided = await Confirm(("ReasonCode", "reason.benefit-ends.no-proof"), ("Reason", "Bitte rufen Sie mich an."), ("ReasonLanguage", "de"));
        Assert.True(decided.StatusCode == HttpStatusCode.Redirect, await decided.Content.ReadAsStringAsync());

        var prepared = city.Services.GetRequiredService<Words>().In(CultureInfo.GetCultureInfo("fa"), "reason.benefit-ends.no-proof");
        var page = WebUtility.HtmlDecode(await city.AsNewcomer(person, "fa").GetStringAsync("/my/decisions"));
        Assert.Contains(prepared, page, StringComparison.Ordinal);
        Assert.Contains("<bdi lang=\"de\">Bitte rufen Sie mich an.</bdi>", page, StringComparison.Ordinal);
        await city.Runs("send-messages");
        var letter = SmtpCatcher.TextOf(city.Mail.To("reason@example.org")[^1]);
        Assert.Contains(prepared, letter, StringComparison.Ordinal);
        Assert.Contains("Deutsch: Bitte rufen Sie mich an.", letter, StringComparison.Ordinal);

        Task<HttpResponseMessage> Confirm(params (string, string)[] reason) => coach.Submit("/coach/proposals?handler=Confirm", [("Id", id.ToString()), ("Sure", "true"), .. reason]);
    }

    [Fact]
    public async Task A_complaint_is_answered_with_a_prepared_sentence_that_its_writer_reads_in_turkish()
    {
        var person = await city.HasLearner(language: "tr");
        var phone = city.AsNewcomer(person, "tr");
        var form = Access.PageForm.In(await phone.GetStringAsync("/my/help")).First(form => form.Fields.Any(field => field.Name == "Text"));
        var sent = await phone.Submit("/my/help", ("Key", form.Fields.Single(field => field.Name == "Key").Value), ("Kind", "Question"), ("Text", "Neredeyim?"));
        Assert.True(sent.StatusCode == HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync());
        var id = await city.InDatabase(db => db.Set<Participants.Complaint>().Where(row => row.ParticipantId == person).Select(row => row.Id).SingleAsync());
        var coach = city.As(Roles.Coach);
        Assert.Equal(HttpStatusCode.Conflict, (await coach.Submit("/admin/complaints", ("Id", id.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Submit("/admin/complaints", ("Id", id.ToString()), ("OutcomeCode", "reason.answer.come-to-us"))).StatusCode);
        Assert.Contains("Lütfen danışmanınıza gelin", WebUtility.HtmlDecode(await phone.GetStringAsync("/my/help")), StringComparison.Ordinal);
    }
}
