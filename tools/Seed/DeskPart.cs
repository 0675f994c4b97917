using System.Globalization;
using Courses.LanguageCourses;
using Courses.Messaging;
using Courses.Participants;

namespace Courses.Seed;

/// <summary>What lies on the coaches' desks besides: notes, certificates, the ways that people chose for their letters, and the text messages of lessons that were cancelled. It asks no dice.</summary>
internal sealed class DeskPart(World world)
{
    private const string Coach = "Samira Haddad";

    private static readonly (string Text, bool IsForProviders)[] Notes =
    [
        ("Kommt am liebsten am Abend, arbeitet bis 16 Uhr.", true),
        ("Braucht Kinderbetreuung, das jüngste Kind ist zwei.", true),
        ("Wartet auf die Anerkennung ihres Diploms. Termin bei der Anlaufstelle vereinbart.", false),
        ("Prefers telephone calls to letters; reads English well.", false),
        ("Zieht im Frühjahr um und sucht dann einen Kurs in der Nähe.", false),
        ("Hört auf einem Ohr schlecht: bitte vorne sitzen lassen.", true),
    ];

    public async Task Load(IReadOnlyList<Person> people, IReadOnlyList<SeededClass> classes, Action<string> say)
    {
        var notes = Every(40, people).Select((person, number) => NoteOn(person, Notes[number % Notes.Length])).ToArray();
        var certificates = Every(6, people).Where(person => person.Level != "Alpha").Select(CertificateOf).ToArray();
        var ways = Every(9, people).Where(person => person.HasPhone).Select(person => WayOf(person, Channel.Sms)).Concat(Every(29, people).Where(person => !person.HasMail && !person.HasPhone).Select(person => WayOf(person, Channel.Paper)))
            .DistinctBy(way => way.ParticipantId).ToArray();
        var texts = classes.Where(one => !one.IsOfTheStory).SelectMany(TextsOf).ToArray();
        await world.Rows.Insert(notes);
        await world.Rows.Insert(certificates);
        await world.Rows.Insert(ways);
        await world.Rows.Insert(texts);
        say($"{notes.Length:N0} notes, {certificates.Length:N0} certificates, {texts.Length:N0} text messages");
    }

    private static IEnumerable<Person> Every(int so, IEnumerable<Person> people) => people.Where((_, number) => number % so == so - 1);

    private PersonNote NoteOn(Person person, (string Text, bool IsForProviders) note)
    {
        var on = person.Registered > world.Today.AddDays(-20) ? person.Registered : world.Today.AddDays(-20);
        return world.Keys.Give(PersonNote.Write(person.Id, note.Text, note.IsForProviders, null, Guid.Empty, Coach, world.At(on, 14), on));
    }

    /// <summary>Each tenth was recorded by mistake, and is withdrawn.</summary>
    private Certificate CertificateOf(Person person, int number)
    {
        var certificate = world.Keys.Give(new Certificate
        {
            ParticipantId = person.Id,
            Language = "de",
            Level = person.Level,
            IssuedOn = person.Registered.AddDays(-15),
            RecordedBy = Guid.Empty,
            RecordedAt = world.At(person.Registered, 11),
        });
        if (number % 10 == 9)
        {
            certificate.Withdraw(new("reason.certificate.other-person", null, null), Coach, world.At(person.Registered.AddDays(1), 9));
        }

        return certificate;
    }

    private ChosenWay WayOf(Person person, Channel way) => new() { ParticipantId = person.Id, Channel = way, Since = world.At(person.Registered, 12) };

    /// <summary>Whoever has no mail was told by a text message that a lesson is cancelled.</summary>
    private IEnumerable<Message> TextsOf(SeededClass one) =>
        from session in one.Sessions
        where session.CancelledAt is not null && session.LocalDate >= world.Today.AddDays(-90)
        from member in one.Members
        where member.Person is { HasMail: false, HasPhone: true } && member.Enrolment.Stays.Exists(stay => stay.From <= session.LocalDate && (stay.Until ?? DateOnly.MaxValue) >= session.LocalDate)
        select TextTo(member.Person, session, one.Group.Name);

    private Message TextTo(Person person, Timetable.Session session, string group)
    {
        var (at, onceKey) = (session.CancelledAt!.Value, $"session-cancelled:{person.Id}:{session.Id}");
        var text = world.Keys.Give(new Message
        {
            ParticipantId = person.Id,
            Kind = "session-cancelled",
            Language = person.Language,
            OnceKey = onceKey,
            OnceId = Message.OnceIdOf(onceKey),
            Details = Message.Lines([group, session.StartsAt.ToString("O", CultureInfo.InvariantCulture)]),
            Link = "/my/letters",
            QueuedAt = at,
            NotBefore = at,
            LetterId = world.Keys.Next(),
        });
        text.GoesAsText();
        text.Texted(at.AddMinutes(1), $"demo-{session.Id:N}"[..20]);
        text.WasReported(true, "delivered", at.AddMinutes(2), session.LocalDate, saysSomethingOnPaper: true);
        return text;
    }
}
