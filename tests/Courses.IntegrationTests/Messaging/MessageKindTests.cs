using Courses.Contracts.Messaging;
using Courses.Messaging;
using Courses.Platform.Languages;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Courses.IntegrationTests.Messaging;

public sealed class MessageKindTests(City city) : IClassFixture<City>
{
    private static readonly string[] ForNewcomers = ["en", "de", "lv", "uk", "ru", "ar", "fa", "tr"];
    private static readonly string[] ForStaff = ["en", "de"];

    [Fact]
    public void Every_kind_says_its_sentences_in_every_language_by_mail_and_on_the_page()
    {
        var kinds = city.Services.GetRequiredService<MessageKinds>().All.ToList();
        var writer = city.Services.GetRequiredService<LetterWriter>();
        Assert.Contains(kinds, kind => kind.Name == "register-missing" && kind.ForStaff);
        Assert.Contains(kinds, kind => kind.Name == "session-reminder" && kind.Gathers);
        var raw = new List<string>();
        foreach (var kind in kinds)
        {
            var english = Said(kind, "en");
            foreach (var language in kind.ForStaff ? ForStaff : ForNewcomers)
            {
                var said = Said(kind, language);
                raw.AddRange(said.Where(text => text.Contains("message.", StringComparison.Ordinal)).Select(text => $"{kind.Name} {language}: {text}"));
                if (language != "en")
                {
                    raw.AddRange(said.Zip(english).Where(pair => pair.First == pair.Second).Select(pair => $"{kind.Name} {language} is English: {pair.First}"));
                }
            }
        }

        Assert.True(raw.Count == 0, string.Join('\n', raw));

        string[] Said(MessageKind kind, string language)
        {
            var message = Message(kind, language);
            using var mail = writer.Mail([message], new("", "letters@city.example"), "amal@example.org", "Amal", city.Clock.GetUtcNow());
            return [writer.Subject(message), writer.Text(message), mail.Subject!, .. mail.BodyParts.OfType<TextPart>().Select(part => part.Text)];
        }
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

    private static Message Message(MessageKind kind, string language) => new()
    {
        ParticipantId = kind.ForStaff ? null : Guid.NewGuid(),
        StaffEmail = kind.ForStaff ? "office@example.org" : null,
        Kind = kind.Name,
        Language = language,
        OnceKey = kind.Name,
        OnceId = Guid.NewGuid(),
        Details = "1\n2\n3\n4\n5",
        Link = "/",
        QueuedAt = DateTimeOffset.UnixEpoch,
    };
}
