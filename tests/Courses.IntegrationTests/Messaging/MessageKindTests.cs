using Courses.Contracts.Messaging;
using Courses.Messaging;
using Courses.Platform.Languages;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Courses.IntegrationTests.Messaging;

public sealed partial class MessageKindTests(City city) : IClassFixture<City>
{
    private static readonly string[] ForNewcomers = ["en", "de", "lv", "uk", "ru", "ar", "fa", "tr"];
    private static readonly string[] ForStaff = ["en", "de", "lv"];

    [Fact]
    public void Every_kind_says_its_sentences_in_every_language_by_every_way()
    {
        var kinds = city.Services.GetRequiredService<MessageKinds>();
        var writer = city.Services.GetRequiredService<LetterWriter>();
        Assert.Contains(kinds.All, kind => kind.Name == "register-missing" && kind.ForStaff);
        Assert.Contains(kinds.All, kind => kind.Name == "session-reminder" && kind.Gathers);
        var raw = new List<string>();
        foreach (var kind in kinds.All)
        {
            var english = Said(kind, "en");
            foreach (var language in kind.ForStaff ? ForStaff : ForNewcomers)
            {
                var said = Said(kind, language);
                raw.AddRange(said.Where(text => RawKey().IsMatch(text)).Select(text => $"{kind.Name} {language}: {text}"));
                if (language != "en")
                {
                    raw.AddRange(said.Zip(english).Where(pair => pair.First == pair.Second).Select(pair => $"{kind.Name} {language} is English: {pair.First}"));
                }
            }
        }

        Assert.True(raw.Count == 0, string.Join('\n', raw));

        // As it is read on the page and in the mail, as a text message, and on paper.
        string[] Said(MessageKind kind, string language)
        {
            var message = MadeUp(kind, language);
            using var mail = writer.Mail([message], new("", "letters@city.example"), "amal@example.org", "Amal", city.Clock.GetUtcNow());
            string[] others = kind.ForStaff ? [] : [writer.Short([message], 3), writer.Short([message, message], 3), city.Services.GetRequiredService<Words>().In(Language.Of(language).Culture, "message.on-paper", "/my")];
            return [writer.Subject(message), writer.Text(message), mail.Subject!, .. mail.BodyParts.OfType<TextPart>().Select(part => part.Text), .. others];
        }
    }

    [Fact]
    public void Every_place_in_a_sentence_is_filled_and_a_text_message_stays_short()
    {
        var words = city.Services.GetRequiredService<Words>();
        var writer = city.Services.GetRequiredService<LetterWriter>();
        var wrong = new List<string>();
        foreach (var kind in city.Services.GetRequiredService<MessageKinds>().All)
        {
            foreach (var language in kind.ForStaff ? ForStaff : ForNewcomers)
            {
                var culture = Language.Of(language).Culture;
                foreach (var key in new[] { "subject", "text", "sms" }.Select(part => $"message.{kind.Name}.{part}").Where(words.Knows))
                {
                    wrong.AddRange(Places().Matches(words.In(culture, key)).Select(place => int.Parse(place.Groups["number"].Value, System.Globalization.CultureInfo.InvariantCulture)).Where(place => place >= kind.Example.Count)
                        .Select(place => $"{key} in {language} has a place {place}, and the letter {kind.Example.Count} details"));
                }

                if (!kind.ForStaff && SmsText.SizeOf(writer.Short([MadeUp(kind, language)], 3)).Segments > 3)
                {
                    wrong.Add($"{kind.Name} in {language} is longer than three text messages");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Each_template_is_looked_at_on_a_page_in_each_language_by_each_way()
    {
        var client = city.As(Contracts.Access.Roles.Administrator);
        foreach (var (kind, language) in city.Services.GetRequiredService<MessageKinds>().All.SelectMany(kind => (kind.ForStaff ? ForStaff : ForNewcomers).Select(language => (kind, language))))
        {
            var page = System.Net.WebUtility.HtmlDecode(await client.GetStringAsync($"/letters/templates?kind={kind.Name}&language={language}"));
            Assert.Contains($"lang=\"{language}\"", page, StringComparison.Ordinal);
            Assert.Equal(kind.ForStaff ? 0 : 1, page.Split("data-way=\"Sms\"").Length - 1);
            Assert.Equal(!kind.ForStaff && !kind.NeverOnPaper ? 1 : 0, page.Split("data-way=\"Paper\"").Length - 1);
            Assert.DoesNotContain("message.", page, StringComparison.Ordinal);
        }

        // A kind or language that is none shows the first one.
        Assert.Contains("data-way=\"Mail\"", await client.GetStringAsync("/letters/templates?kind=nonsense&language=xx"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_voucher_that_ends_soon_says_the_day_and_not_its_number()
    {
        var kind = city.Services.GetRequiredService<MessageKinds>().All.Single(kind => kind.Name == "voucher-expires");
        Assert.Contains("valid until 31 March 2027", city.Services.GetRequiredService<LetterWriter>().Text(MadeUp(kind, "en")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_operators_page_has_a_word_for_every_kind()
    {
        var words = city.Services.GetRequiredService<Words>();
        Assert.Empty(city.Services.GetRequiredService<MessageKinds>().All.SelectMany(kind => ForStaff.Where(language => words.In(Language.Of(language).Culture, $"messages.kind.{kind.Name}") == $"messages.kind.{kind.Name}").Select(language => $"{kind.Name} {language}")));
    }

    [Fact]
    public async Task A_kind_without_words_cannot_be_queued()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => city.Ask<IMessages, int>(async messages =>
        {
            await messages.Queue(new() { ParticipantId = Guid.NewGuid(), Kind = "nobody-wrote-this", OnceKey = "x" }, default);
            return 0;
        }));
    }

    private Message MadeUp(MessageKind kind, string language) => Courses.Messaging.Pages.TemplatesModel.MadeUp(kind, Language.Of(language), new(2027, 1, 31), city.Clock.GetUtcNow());

    [System.Text.RegularExpressions.GeneratedRegex(@"\b(message\.[a-z]|reason\.[a-z]|word:|say:|reason:[a-z])", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, 1000)]
    private static partial System.Text.RegularExpressions.Regex RawKey();

    [System.Text.RegularExpressions.GeneratedRegex(@"\{(?<number>\d)[^}]*\}", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, 1000)]
    private static partial System.Text.RegularExpressions.Regex Places();
}
