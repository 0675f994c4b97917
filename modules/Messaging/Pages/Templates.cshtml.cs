using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Platform;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using MimeKit;

namespace Courses.Messaging.Pages;

/// <summary>Every kind of letter as a made-up person gets it: in each language, by each way. Nothing is sent.</summary>
[Audience(Roles.Administrator, Roles.Auditor, Roles.Coach, Roles.ProviderManager)]
internal sealed class TemplatesModel(MessageKinds kinds, LetterWriter writer, SmsGateway gateway, CityTime city) : CoursesPage
{
    private const string GivenName = "Amal";

    [BindProperty(SupportsGet = true, Name = "kind")]
    public string? Asked { get; set; }

    [BindProperty(SupportsGet = true, Name = "language")]
    public string? AskedLanguage { get; set; }

    public IReadOnlyList<MessageKind> Kinds { get; } = [.. kinds.All];

    public MessageKind Kind { get; private set; } = null!;

    public IReadOnlyList<Language> Languages => Kind.ForStaff ? Language.ForStaff : Language.ForNewcomers;

    public Language In { get; private set; } = null!;

    public string Subject { get; private set; } = "";

    /// <summary>The plain part of the mail: the same words as the other part.</summary>
    public string Mail { get; private set; } = "";

    public string? Text { get; private set; }

    public SmsSize Size { get; private set; }

    public string? Paper { get; private set; }

    public void OnGet()
    {
        Kind = Kinds.FirstOrDefault(kind => kind.Name == Asked) ?? Kinds[0];
        In = Languages.FirstOrDefault(language => language.Code == AskedLanguage) ?? Languages[0];
        var message = MadeUp(Kind, In, city.Today, city.Now);
        using var mail = writer.Mail([message], new("", "letters@city.example"), "amal@example.org", Kind.ForStaff ? "" : GivenName, city.Now);
        (Subject, Mail) = (mail.Subject ?? "", mail.BodyParts.OfType<TextPart>().First().Text);
        if (Kind.ForStaff)
        {
            return;
        }

        Text = writer.Short([message], gateway.MostSegments);
        Size = SmsText.SizeOf(Text);
        Paper = kinds.GoesOnPaper(Kind.Name) ? writer.Text(message) : null;
    }

    /// <summary>A letter that nobody gets.</summary>
    internal static Message MadeUp(MessageKind kind, Language language, DateOnly today, DateTimeOffset now) => new()
    {
        ParticipantId = kind.ForStaff ? null : Guid.Empty,
        StaffEmail = kind.ForStaff ? "office@example.org" : null,
        Kind = kind.Name,
        Language = language.Code,
        OnceKey = kind.Name,
        OnceId = Guid.Empty,
        Details = Message.Lines(kind.Example),
        Link = "/my/letters",
        QueuedAt = now,
        AnswerUntil = today.AddDays(14),
    };
}
