using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Participants;

/// <summary>All that happens to consents. Who hears of an answer is asked for when there is one, since hearers ask for consents, too. Each answer takes the question's row first, and whoever hears of it its own rows after it: one order for everybody.</summary>
internal sealed class ConsentDesk(CoursesDb db, IMessages messages, IAudit audit, IServiceProvider services, Words words, CityTime city, Caller caller) : IConsents, IAfterMigration
{
    public const string AskedLetter = "consent-asked";
    public const string GivenAtDeskLetter = "consent-at-desk";

    /// <summary>What is shipped; loaded where it is not there yet, and then the city's own to change.</summary>
    public static IReadOnlyList<string> Shipped { get; } = ShippedFiles.Of(typeof(ConsentDesk), "Consents");

    public IQueryable<ConsentRow> Consents => db.Set<Consent>().Select(consent => new ConsentRow
    {
        Id = consent.Id,
        ParticipantId = consent.ParticipantId,
        Purpose = consent.Purpose,
        About = consent.About,
        Whom = consent.Whom,
        Until = consent.Until,
        State = consent.State,
        AskedAt = consent.AskedAt,
        AnsweredAt = consent.AnsweredAt,
    });

    public IQueryable<ConsentRow> InForce
    {
        get
        {
            var today = city.Today;
            return Consents.Where(consent => consent.State == ConsentState.Given && (consent.Until == null || consent.Until >= today));
        }
    }

    public async Task<Guid> Ask(NewConsent question, CancellationToken cancel)
    {
        var purpose = (await Current(cancel)).FirstOrDefault(row => row.Code == question.Purpose) ?? throw new InvalidOperationException($"Nobody wrote down for what {question.Purpose} is.");
        var consent = Consent.Ask(question, purpose, caller.Id, city.Now);
        db.Add(consent);
        audit.Record("consent.asked", consent.Id, consent.Purpose);
        await messages.Queue(new() { ParticipantId = question.ParticipantId, Kind = AskedLetter, OnceKey = $"{AskedLetter}:{consent.Id}", Details = [question.Whom], About = consent.Id, Link = question.Link }, cancel);
        return consent.Id;
    }

    public Task Answer(Guid participantId, Guid consentId, bool yes, ConsentWay way, CancellationToken cancel) => OnConsent(
        consentId,
        participantId,
        async consent =>
        {
            if (!consent.Answer(yes, await SaidNow(consent, way, cancel), city.Today))
            {
                return false;
            }

            audit.Record(yes ? "consent.given" : "consent.refused", consent.Id, consent.Purpose);
            if (yes && way == ConsentWay.Desk)
            {
                // Whoever typed it at the desk: the person reads what was agreed to, and how to take it back.
                await messages.Queue(new() { ParticipantId = participantId, Kind = GivenAtDeskLetter, OnceKey = $"{GivenAtDeskLetter}:{consent.Id}", Details = [consent.Whom], About = consent.Id, Link = "/my/data" }, cancel);
            }

            return true;
        },
        cancel);

    public Task Withdraw(Guid participantId, Guid consentId, ConsentWay way, CancellationToken cancel) => OnConsent(
        consentId,
        participantId,
        async consent =>
        {
            if (!consent.Withdraw(await SaidNow(consent, way, cancel)))
            {
                return false;
            }

            audit.Record("consent.withdrawn", consent.Id, consent.Purpose);
            return true;
        },
        cancel);

    public Task TakeBack(Guid consentId, CancellationToken cancel) => OnConsent(
        consentId,
        null,
        consent =>
        {
            if (!consent.TakeBack(new(caller.Id, city.Now, null, "", "")))
            {
                return Task.FromResult(false);
            }

            audit.Record("consent.taken-back", consent.Id, consent.Purpose);
            return Task.FromResult(true);
        },
        cancel);

    public async Task<IReadOnlyList<ConsentShown>> Shown(IQueryable<ConsentRow> which, CultureInfo culture, CancellationToken cancel)
    {
        var rows = await which.OrderByDescending(row => row.AskedAt).ThenBy(row => row.Id).Take(200).ToListAsync(cancel);
        var ids = rows.Select(row => row.Id).ToArray();
        var terms = await (
            from consent in db.Set<Consent>()
            where EF.Parameter(ids).Contains(consent.Id)
            join purpose in db.Set<ConsentPurpose>() on consent.PurposeId equals purpose.Id
            select new { consent.Id, purpose.Json }).ToDictionaryAsync(row => row.Id, row => row.Json, cancel);
        return rows.ConvertAll(row =>
        {
            var purpose = ConsentTerms.Read(terms[row.Id]).Terms!;
            return new ConsentShown(row, purpose.NameIn(culture), TextOf(purpose, row.Whom, row.Until, culture));
        });
    }

    /// <summary>The last row of each purpose.</summary>
    public async Task<IReadOnlyList<ConsentPurpose>> Current(CancellationToken cancel) =>
        [.. (await db.Set<ConsentPurpose>().AsNoTracking().OrderBy(row => row.LoadedAt).ThenBy(row => row.Id).ToListAsync(cancel)).GroupBy(row => row.Code).Select(rows => rows.Last()).OrderBy(row => row.Code, StringComparer.Ordinal)];

    public async Task Run(CancellationToken cancel)
    {
        var known = (await Current(cancel)).Select(row => row.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var json in Shipped)
        {
            if (ConsentTerms.Read(json).Terms is { } terms && !known.Contains(terms.Code))
            {
                db.Add(new ConsentPurpose { Code = terms.Code, Json = json, LoadedBy = Guid.Empty, LoadedByName = "", LoadedAt = city.Now });
            }
        }

        await db.SaveChangesAsync(cancel);
    }

    private string TextOf(ConsentTerms purpose, string whom, DateOnly? until, CultureInfo culture) =>
        purpose.TextIn(culture, whom) + "\n" + (until is { } day ? words.In(culture, "consent.until", Courses.Platform.Languages.Shown.Date(culture, day)) : words.In(culture, "consent.until-withdrawn"));

    private async Task<Said> SaidNow(Consent consent, ConsentWay way, CancellationToken cancel)
    {
        var culture = await Culture(consent, way, cancel);
        var purpose = (await db.Set<ConsentPurpose>().AsNoTracking().SingleAsync(row => row.Id == consent.PurposeId, cancel)).Terms;
        return new(caller.Id, city.Now, way, culture.TwoLetterISOLanguageName, TextOf(purpose, consent.Whom, consent.Until, culture));
    }

    /// <summary>On the phone the language of the page; at the desk the person's own, since that is the one in which the text is shown there.</summary>
    private async Task<CultureInfo> Culture(Consent consent, ConsentWay way, CancellationToken cancel) => way == ConsentWay.Phone
        ? Language.Of(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName).Culture
        : Language.Of(await db.Set<Participant>().Where(person => person.Id == consent.ParticipantId).Select(person => person.Language).SingleAsync(cancel)).Culture;

    private Task OnConsent(Guid consentId, Guid? participantId, Func<Consent, Task<bool>> act, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var consent = await db.Lock<Consent>(consentId, cancel) ?? throw new NotFound("The consent");
            if (participantId is { } person && consent.ParticipantId != person)
            {
                throw new NotFound("The consent");
            }

            if (!await act(consent))
            {
                return;
            }

            var row = new ConsentRow
            {
                Id = consent.Id,
                ParticipantId = consent.ParticipantId,
                Purpose = consent.Purpose,
                About = consent.About,
                Whom = consent.Whom,
                Until = consent.Until,
                State = consent.State,
                AskedAt = consent.AskedAt,
                AnsweredAt = consent.AnsweredAt,
            };
            foreach (var hearer in services.GetServices<IConsentHearer>().Where(hearer => hearer.Purposes.Contains(consent.Purpose)))
            {
                await hearer.Heard(row, cancel);
            }
        },
        cancel);
}
