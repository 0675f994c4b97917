using System.Globalization;
using System.Net;
using System.Text;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Languages;
using Courses.Platform.Web;
using MimeKit;

namespace Courses.Messaging;

/// <summary>A message as a person reads it: in the language it was queued in.</summary>
internal sealed class LetterWriter(SpokenDetails spoken, Words words, Links links, IPassLinks passes, MessageKinds kinds, ReminderLinks reminders, CityOffice office)
{
    public string Subject(Message message) => spoken.Say(CultureOf(message), $"message.{message.Kind}.subject", Padded(message));

    public string Text(Message message) => spoken.Say(CultureOf(message), $"message.{message.Kind}.text", Padded(message));

    /// <summary>All that is due for the person in one text message: a short sentence and where the rest stands, within so many segments.</summary>
    public string Short(IReadOnlyList<Message> messages, int mostSegments)
    {
        var culture = CultureOf(messages[0]);
        if (messages.Count > 1)
        {
            return SmsText.Plain($"{words.In(culture, "message.digest.subject", messages.Count)}\n{links.To("/my/letters")}");
        }

        var message = messages[0];
        var link = links.To(passes.Open(message.Link));
        var key = $"message.{message.Kind}.sms";
        var text = SmsText.Plain($"{(words.Knows(key) ? spoken.Say(culture, key, Padded(message)) : Subject(message))}\n{link}");
        return SmsText.SizeOf(text).Segments <= mostSegments ? text : SmsText.Plain($"{Subject(message)}\n{link}");
    }

    /// <summary>One mail with all that is due for the person: plain text and HTML, in the direction of the script.</summary>
    public MimeMessage Mail(IReadOnlyList<Message> messages, MailboxAddress from, string to, string givenName, DateTimeOffset at)
    {
        var language = Language.Of(messages[0].Language);
        var culture = language.Culture;
        var subject = messages.Count == 1 ? Subject(messages[0]) : words.In(culture, "message.digest.subject", messages.Count);
        var hello = givenName.Length == 0 ? "" : words.In(culture, "message.hello", givenName);
        var open = words.In(culture, "message.open");
        var footer = messages[0].ParticipantId is null ? "" : words.In(culture, "message.footer", links.To("/my/letters"));

        var plain = new StringBuilder();
        var html = new StringBuilder();
        html.Append(culture, $"<!DOCTYPE html><html lang=\"{language.Code}\" dir=\"{language.Direction}\"><head><meta charset=\"utf-8\"><title>{Html(subject)}</title></head>")
            .Append(culture, $"<body dir=\"{language.Direction}\" style=\"font: 17px/1.5 system-ui, sans-serif; color: #1d2530; max-width: 36rem; margin: auto; padding: 1rem\">");
        if (hello.Length > 0)
        {
            plain.AppendLine(hello).AppendLine();
            html.Append(culture, $"<p>{Html(hello)}</p>");
        }

        foreach (var message in messages)
        {
            var link = links.To(message.Secret?.Path ?? passes.Open(message.Link));
            if (messages.Count > 1)
            {
                plain.AppendLine(Subject(message)).AppendLine();
                html.Append(culture, $"<h2>{Html(Subject(message))}</h2>");
            }

            plain.AppendLine(Text(message)).AppendLine().Append(open).Append(": ").AppendLine(link).AppendLine();
            html.Append(culture, $"<p>{Html(Text(message))}</p><p><a href=\"{Html(link)}\" style=\"display: inline-block; padding: .7rem 1.4rem; background: #0b5a7a; color: #fff; border-radius: 10px; text-decoration: none\">{Html(open)}</a></p>");
        }

        var off = messages[0].ParticipantId is { } person && messages.All(message => kinds.Gathers(message.Kind)) ? reminders.For(person, language.Code) : null;
        plain.AppendLine(footer);
        html.Append(culture, $"<p style=\"color: #566273; font-size: 14px\">{Html(footer)}</p>");
        if (messages[0].ParticipantId is not null && office.Lines is not [])
        {
            plain.AppendLine().AppendJoin(Environment.NewLine, office.Lines).AppendLine();
            html.Append(culture, $"<p style=\"font-size: 14px\">{string.Join("<br>", office.Lines.Select(Html))}</p>");
        }

        if (off is not null)
        {
            plain.AppendLine().Append(words.In(culture, "message.no-reminders")).Append(": ").AppendLine(off);
            html.Append(culture, $"<p style=\"font-size: 14px\"><a href=\"{Html(off)}\">{Html(words.In(culture, "message.no-reminders"))}</a></p>");
        }

        html.Append("</body></html>");

        if (!MailboxAddress.TryParse(to, out var mailbox) || mailbox.Domain.Length == 0)
        {
            throw new FormatException($"'{to}' is no address.");
        }

        var body = new MultipartAlternative(new TextPart("plain") { Text = plain.ToString() }, new TextPart("html") { Text = html.ToString() });
        body.Headers.Add(HeaderId.ContentLanguage, language.Code);
        var mail = new MimeMessage([from], [new MailboxAddress("", mailbox.Address)], subject, body)
        {
            MessageId = $"{messages[0].Id:N}@{from.Domain}",
            Date = at,
        };
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        if (off is not null)
        {
            mail.Headers.Add(ReminderLinks.Header, $"<{off}>");
            mail.Headers.Add(ReminderLinks.OneClickHeader, ReminderLinks.OneClick);
        }

        return mail;
    }

    private static CultureInfo CultureOf(Message message) => Language.Of(message.Language).Culture;

    // A sentence with more places than the module gave details must not stop the letters of a whole city.
    private static IEnumerable<string> Padded(Message message) => message.DetailList
        .Select(detail => detail == NewMessage.LastDayToAnswer ? message.AnswerUntil?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "…" : detail)
        .Concat(Enumerable.Repeat("", 10));

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
