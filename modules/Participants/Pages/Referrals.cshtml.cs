using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>Whom the immigration office told of the programme, who came, and who has been waited for longest.</summary>
[Audience(Roles.Coach)]
internal sealed class ReferralsModel(CoursesDb db, IAudit audit, CityDay city) : CoursesPage, IShowsPeople
{
    private const int AtOnce = 50;

    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty]
    public NewReferral New { get; set; } = new();

    public IReadOnlyList<Referral> Referrals { get; private set; } = [];

    public OtherPages Pages { get; private set; } = new(null, null);

    public int Referred { get; private set; }

    public int Came { get; private set; }

    public int UptakePercent => Referred == 0 ? 0 : 100 * Came / Referred;

    public DateOnly Today => city.Today;

    public IEnumerable<Guid> PeopleShown => Referrals.Select(referral => referral.ParticipantId).OfType<Guid>();

    public Task OnGetAsync()
    {
        New = new() { Office = "MA 35", Language = "en", ReferredOn = city.Today };
        return Load();
    }

    public Task<IActionResult> OnPostAsync() =>
        Act(async () =>
        {
            var referral = New.ToReferral();
            try
            {
                await db.Transact(
                    async () =>
                    {
                        db.Add(referral);
                        audit.Record("referral.added", referral.Id, $"{referral.Office} {referral.CaseNumber}");
                        await db.SaveChangesAsync(Cancel);
                    },
                    Cancel);
            }
            catch (DbUpdateException error) when (db.IsDuplicate(error))
            {
                db.ChangeTracker.Clear();
                throw new RuleBroken("referral.known");
            }

            Done = Words["referrals.added"];
            return LocalRedirect("/coach/referrals");
        });

    protected override async Task Load()
    {
        var since = city.Today.AddMonths(-12);
        var all = db.Set<Referral>().AsNoTracking();
        Referred = await all.CountAsync(referral => referral.ReferredOn >= since, Cancel);
        Came = await all.CountAsync(referral => referral.ReferredOn >= since && referral.ParticipantId != null, Cancel);
        var begin = Place.Read(From);
        var (at, day, id) = (begin?.At, begin?.Day, begin?.Id ?? Guid.Empty);
        var found = await (Show switch
        {
            "came" => all.Where(referral => referral.ParticipantId != null && (at == null || referral.CameAt < at || (referral.CameAt == at && referral.Id.CompareTo(id) > 0))).OrderByDescending(referral => referral.CameAt),
            "all" => all.Where(referral => day == null || referral.ReferredOn < day || (referral.ReferredOn == day && referral.Id.CompareTo(id) > 0)).OrderByDescending(referral => referral.ReferredOn),
            _ => all.Where(referral => referral.ParticipantId == null && (day == null || referral.ReferredOn > day || (referral.ReferredOn == day && referral.Id.CompareTo(id) > 0))).OrderBy(referral => referral.ReferredOn),
        }).ThenBy(referral => referral.Id).Take(AtOnce + 1).ToListAsync(Cancel);
        Pages = OtherPages.Of(found, AtOnce, Show is "came" or "all" ? "/coach/referrals?show=" + Show : "/coach/referrals", begin, referral => Show == "came" ? new(referral.CameAt!.Value, referral.Id) : new(referral.ReferredOn, referral.Id));
        Referrals = found;
    }

    internal sealed class NewReferral
    {
        [Required, StringLength(80)]
        public string? Office { get; set; }

        [Required, StringLength(80)]
        public string? CaseNumber { get; set; }

        [Required, StringLength(120)]
        public string? GivenName { get; set; }

        [Required, StringLength(120)]
        public string? FamilyName { get; set; }

        [Required]
        [DateOf(DateMeaning.Birth)]
        public PartialDate? BirthDate { get; set; }

        [Required, StringLength(8)]
        public string? Language { get; set; }

        [Mail, StringLength(254)]
        public string? Email { get; set; }

        [Required]
        public LegalStatus? Status { get; set; }

        [DateOf(DateMeaning.Past)]
        public DateOnly? PermitOn { get; set; }

        [Required]
        [DateOf(DateMeaning.Past)]
        public DateOnly? ReferredOn { get; set; }

        public Referral ToReferral() => new()
        {
            Office = Office!.Trim(),
            CaseNumber = CaseNumber!.Trim().ToUpperInvariant(),
            GivenName = GivenName!.Trim(),
            FamilyName = FamilyName!.Trim(),
            SearchName = SearchName.Of(GivenName, FamilyName),
            BirthDate = BirthDate!.Value.First,
            BirthParts = BirthDate.Value.Parts,
            Language = Language!,
            Email = Email?.Trim().ToLowerInvariant(),
            Status = Status!.Value,
            PermitOn = PermitOn,
            ReferredOn = ReferredOn!.Value,
        };
    }
}
