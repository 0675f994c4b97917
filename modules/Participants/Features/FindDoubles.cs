using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Platform.Reading;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Features;

/// <summary>
/// Who may be registered twice. One rule for the form, for lists and for everybody: names that sound alike, in whatever script, and one more thing in common; or the same birth date and the same telephone or mail.
/// Nobody is compared with everybody: only those are who share a birth date, a telephone or an address, which are indexes.
/// </summary>
internal sealed class FindDoubles(CoursesDb db, Telephones telephones, TimeProvider clock) : ISweep
{
    /// <summary>When the rule changes this goes up, and everybody is compared anew.</summary>
    public const int Version = 1;
    private const int Batch = 500;

    /// <summary>The people whom these words may be about, the likeliest first.</summary>
    public async Task<IReadOnlyList<(Guid Id, IReadOnlyList<Reason> Reasons)>> Of(Likeness like, CancellationToken cancel)
    {
        var typed = new Compared(Guid.Empty, SearchName.Of(like.GivenName, like.FamilyName), "", like.BirthDate is { } date ? new PartialDate(date, like.BirthParts) : null, MailAddresses.Read(like.Email ?? ""), telephones.Key(like.Phone), SearchKeys.OfPhone(like.Phone ?? ""));
        return [.. (await Near([typed], cancel)).Select(person => (person.Id, Reasons: typed.HasInCommonWith(person))).Where(one => one.Reasons is not [])
            .OrderByDescending(one => one.Reasons.Count).ThenBy(one => one.Id)];
    }

    /// <summary>Compares whoever was registered or changed since, one batch at a time, each in its own commit. Running twice changes nothing.</summary>
    public async Task<int> Run(CancellationToken cancel)
    {
        var done = 0;
        while (true)
        {
            var compared = await db.Transact(() => CompareNext(cancel), cancel);
            db.ChangeTracker.Clear();
            done += compared;
            if (compared < Batch)
            {
                return done;
            }
        }
    }

    private async Task<int> CompareNext(CancellationToken cancel)
    {
        // By birth date, so that those who are compared with the same people are compared together.
        var ids = await db.Set<Participant>().Where(person => person.ComparedAs != Version && person.MergedInto == null && person.ErasedAt == null).OrderBy(person => person.BirthDate).ThenBy(person => person.Id).Select(person => person.Id).Take(Batch).ToListAsync(cancel);
        var people = (await db.LockAll<Participant>(ids, cancel)).Values.Where(person => person.ComparedAs != Version).ToArray();
        var mine = people.Select(Compared).ToArray();
        var found = Pairs(mine, await Near(mine, cancel));
        var changed = people.Select(person => person.Id).ToArray();
        var known = await db.Set<LikelyDouble>().Where(pair => EF.Parameter(changed).Contains(pair.FirstId) || EF.Parameter(changed).Contains(pair.SecondId)).ToDictionaryAsync(pair => pair.Id, cancel);
        foreach (var pair in found.Values)
        {
            if (!known.TryGetValue(pair.Id, out var before))
            {
                db.Add(pair);
            }
            else if (before.SettledAt is null)
            {
                (before.Reasons, before.Weight) = (pair.Reasons, pair.Weight);
            }
        }

        db.RemoveRange(known.Values.Where(pair => pair.SettledAt is null && !found.ContainsKey(pair.Id)));
        foreach (var person in people)
        {
            person.WasCompared();
        }

        await db.SaveChangesAsync(cancel);
        return ids.Count;
    }

    /// <summary>Each of mine with those who share a sound of the name, a telephone or an address: thousands are born on some 1 January.</summary>
    private Dictionary<Guid, LikelyDouble> Pairs(Compared[] mine, IReadOnlyList<Compared> near)
    {
        var now = clock.GetUtcNow();
        var sounds = new Dictionary<string, IReadOnlyCollection<string>>(StringComparer.Ordinal);
        var by = near.SelectMany(person => Marks(person, sounds).Select(mark => (mark, person))).ToLookup(pair => pair.mark, pair => pair.person, StringComparer.Ordinal);
        var pairs = new Dictionary<Guid, LikelyDouble>();
        foreach (var person in mine)
        {
            foreach (var other in Marks(person, sounds).SelectMany(mark => by[mark]).DistinctBy(other => other.Id).Where(other => other.Id != person.Id))
            {
                if (person.HasInCommonWith(other) is [_, ..] reasons)
                {
                    var pair = LikelyDouble.Of(person.Id, other.Id, reasons, now);
                    pairs.TryAdd(pair.Id, pair);
                }
            }
        }

        return pairs;
    }

    private static IEnumerable<string> Marks(Compared person, Dictionary<string, IReadOnlyCollection<string>> sounds)
    {
        foreach (var word in SearchKeys.WordsOf(person.Name).Concat(SearchKeys.WordsOf(person.Latin)).Distinct(StringComparer.Ordinal))
        {
            if (!sounds.TryGetValue(word, out var keys))
            {
                sounds[word] = keys = Sounds.KeysOf(word);
            }

            foreach (var key in keys)
            {
                yield return "s:" + key;
            }
        }

        if (person.Email is { } email)
        {
            yield return "m:" + email;
        }

        if (person.Phone.Length > 0)
        {
            yield return "t:" + person.Phone;
        }
    }

    private async Task<IReadOnlyList<Compared>> Near(IReadOnlyCollection<Compared> people, CancellationToken cancel)
    {
        PartialDate[] born = [.. people.Select(person => person.Born).OfType<PartialDate>().Distinct()];
        DateOnly[] dates = [.. born.Where(date => date.IsWhole).Select(date => date.First).SelectMany(date => Participants.Compared.Swapped(date) is { } swapped ? [date, swapped] : new[] { date }).Distinct()];
        DateOnly[] coarser = [.. born.SelectMany(date => date.Coarser).Distinct()];
        string[] mails = [.. people.Select(person => person.Email).OfType<string>().Distinct()];
        long[] phones = [.. people.Select(person => person.PhoneEnd).OfType<long>().Distinct()];
        var found = new Dictionary<Guid, Compared>();
        await Add(db.Set<Participant>().Where(person => person.MergedInto == null && EF.Parameter(dates).Contains(person.BirthDate)), dates.Length);
        await Add(db.Set<Participant>().Where(person => person.MergedInto == null && person.BirthParts < PartialDate.Whole && EF.Parameter(coarser).Contains(person.BirthDate)), coarser.Length);
        foreach (var (first, last) in born.Where(date => !date.IsWhole).Select(date => (date.First, date.Last)))
        {
            await Add(db.Set<Participant>().Where(person => person.MergedInto == null && person.BirthDate >= first && person.BirthDate <= last), 1);
        }

        await Add(db.Set<Participant>().Where(person => person.MergedInto == null && person.Email != null && EF.Parameter(mails).Contains(person.Email)), mails.Length);
        await Add(db.Set<SearchKey>().Where(row => EF.Parameter(phones).Contains(row.Key)).Join(db.Set<Participant>().Where(person => person.MergedInto == null), row => row.ParticipantId, person => person.Id, (row, person) => person), phones.Length);
        return [.. found.Values];

        async Task Add(IQueryable<Participant> which, int wanted)
        {
            if (wanted == 0)
            {
                return;
            }

            await foreach (var row in which.AsNoTracking().Select(person => new { person.Id, person.SearchName, person.LatinGivenName, person.LatinFamilyName, person.BirthDate, person.BirthParts, person.Email, person.Phone }).AsAsyncEnumerable().WithCancellation(cancel))
            {
                found.TryAdd(row.Id, new(row.Id, row.SearchName, SearchName.Of(row.LatinGivenName, row.LatinFamilyName), new PartialDate(row.BirthDate, row.BirthParts), row.Email, telephones.Key(row.Phone), SearchKeys.OfPhone(row.Phone ?? "")));
            }
        }
    }

    private Compared Compared(Participant person) => new(
        person.Id, person.SearchName, SearchName.Of(person.LatinGivenName, person.LatinFamilyName), person.Born, person.Email, telephones.Key(person.Phone), SearchKeys.OfPhone(person.Phone ?? ""));
}
