using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access.Looks;

/// <summary>Reads the trail of looks for what colleagues do not do, and the audit trail for what was done about it. Only pages about one person, and searches, are curious; lists come with the work.</summary>
internal sealed class WatchedLooks(CoursesDb db, IParticipants participants, IAudit audit, LookLimits limits, CityTime city) : IWatch
{
    public const string Act = "watch.answered";

    private DateTimeOffset Since => city.At(city.Today.AddDays(-limits.Days), TimeOnly.MinValue);

    private IQueryable<Opened> Pages
    {
        get
        {
            var since = Since;
            return from look in db.Set<Look>()
                   where look.At >= since && look.Kind == LookKind.Record
                   from person in look.People
                   select new Opened { AccountId = look.AccountId, Role = look.Role, On = look.On, At = look.At, ParticipantId = person.ParticipantId };
        }
    }

    public async Task<IReadOnlyList<UnusualLook>> UnusualLooks(CancellationToken cancel)
    {
        List<UnusualLook> found = [.. await Many(cancel), .. await Again(cancel), .. await AtNight(cancel)];
        var ids = found.Select(one => one.AccountId).Distinct().ToArray();
        var names = await db.Set<Account>().Where(account => ids.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => account.Name, cancel);
        return [.. found.Select(one => one with { Account = names.GetValueOrDefault(one.AccountId, "") }).OrderByDescending(one => one.On).ThenBy(one => one.Account, StringComparer.Ordinal)];
    }

    public void Answer(Guid subject, string sign, string done) => audit.Record(Act, subject, $"{sign}|{done}");

    public async Task<IReadOnlyList<WatchAnswer>> Answers(DateTimeOffset since, CancellationToken cancel) =>
        (await db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Act == Act && entry.At >= since).OrderByDescending(entry => entry.At).ToListAsync(cancel))
        .ConvertAll(entry => entry.Details.Split('|', 2) is [var sign, var done] ? new WatchAnswer(entry.Subject, sign, done, entry.CallerName, entry.At) : new(entry.Subject, "", entry.Details, entry.CallerName, entry.At));

    private async Task<IEnumerable<UnusualLook>> Many(CancellationToken cancel)
    {
        var days = await Pages.GroupBy(page => new { page.AccountId, page.Role, page.On })
            .Select(day => new { day.Key.AccountId, day.Key.Role, day.Key.On, People = day.Select(page => page.ParticipantId).Distinct().Count() }).ToListAsync(cancel);
        return from day in days
               let colleagues = days.Where(other => other.Role == day.Role && other.AccountId != day.AccountId).Select(other => other.People).Order().ToArray()
               let usual = colleagues is [] ? 0 : colleagues[colleagues.Length / 2]
               where day.People > limits.PeopleADay && day.People > usual * limits.TimesUsual
               select new UnusualLook
               {
                   AccountId = day.AccountId,
                   Account = "",
                   Role = day.Role,
                   Kind = LookSign.Many,
                   Count = day.People,
                   Usual = usual,
                   On = day.On,
                   Sign = string.Create(CultureInfo.InvariantCulture, $"watch.looks.Many:{day.On:yyyy-MM-dd}"),
               };
    }

    private async Task<IReadOnlyList<UnusualLook>> Again(CancellationToken cancel)
    {
        var (least, since) = (limits.SamePersonDays, Since);
        var often = await Pages.GroupBy(page => new { page.AccountId, page.Role, page.ParticipantId })
            .Where(pair => pair.Select(page => page.On).Distinct().Count() >= least).Select(pair => pair.Key).ToListAsync(cancel);
        var found = new List<UnusualLook>();
        foreach (var account in often.GroupBy(pair => pair.AccountId))
        {
            var acts = await db.Set<AuditEntry>().Where(entry => entry.CallerId == account.Key && entry.At >= since && !EF.Functions.Like(entry.Act, "sign-in.%"))
                .OrderBy(entry => entry.At).Select(entry => new { entry.At, entry.Subject }).ToListAsync(cancel);
            foreach (var pair in account.Where(pair => !acts.Exists(act => act.Subject == pair.ParticipantId)))
            {
                var looks = await Pages.Where(page => page.AccountId == pair.AccountId && page.ParticipantId == pair.ParticipantId).ToListAsync(cancel);
                var idle = looks.Where(look => !acts.Exists(act => act.At >= look.At && act.At <= look.At.AddMinutes(limits.MinutesToAct))).Select(look => look.On).Distinct().ToArray();
                if (idle.Length >= least)
                {
                    found.Add(new()
                    {
                        AccountId = pair.AccountId,
                        Account = "",
                        Role = pair.Role,
                        Kind = LookSign.Again,
                        Count = idle.Length,
                        On = idle.Max(),
                        PassNumber = await participants.People.Where(person => person.Id == pair.ParticipantId).Select(person => person.PassNumber).FirstOrDefaultAsync(cancel),
                        Sign = $"watch.looks.Again:{pair.ParticipantId}",
                    });
                }
            }
        }

        return found;
    }

    private async Task<IEnumerable<UnusualLook>> AtNight(CancellationToken cancel)
    {
        var nights = new List<(Guid AccountId, string Role, DateOnly On, int Looks)>();
        for (var back = limits.Days; back >= 0; back--)
        {
            var evening = city.Today.AddDays(-back);
            var (from, until) = (city.At(evening, limits.NightFrom), city.At(evening.AddDays(1), limits.NightUntil));
            var looked = await db.Set<Look>().Where(look => look.At >= from && look.At < until && look.Kind != LookKind.List)
                .GroupBy(look => new { look.AccountId, look.Role }).Select(looks => new { looks.Key.AccountId, looks.Key.Role, Count = looks.Count() }).ToListAsync(cancel);
            nights.AddRange(looked.Select(one => (one.AccountId, one.Role, evening, one.Count)));
        }

        return nights.GroupBy(night => (night.AccountId, night.Role)).Where(all => all.Sum(night => night.Looks) >= limits.NightLooks).Select(all => new UnusualLook
        {
            AccountId = all.Key.AccountId,
            Account = "",
            Role = all.Key.Role,
            Kind = LookSign.Night,
            Count = all.Sum(night => night.Looks),
            On = all.Max(night => night.On),
            Sign = string.Create(CultureInfo.InvariantCulture, $"watch.looks.Night:{all.Max(night => night.On):yyyy-MM-dd}"),
        });
    }

    /// <summary>The page of one person, opened once.</summary>
    private sealed record Opened
    {
        public required Guid AccountId { get; init; }

        public required string Role { get; init; }

        public required DateOnly On { get; init; }

        public required DateTimeOffset At { get; init; }

        public required Guid ParticipantId { get; init; }
    }
}
