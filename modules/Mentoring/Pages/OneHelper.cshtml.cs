using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring.Pages;

/// <summary>A helper: what we know, training and check, their pairs.</summary>
[Audience(Roles.Coach, Roles.Administrator)]
internal sealed class OneHelperModel(CoursesDb db, PairTemplates templates, IParticipants people, IStaff staff, IAudit audit, CityTime city, Caller caller) : HelperForm(db, staff), IShowsPeople
{
    private readonly CoursesDb db = db;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public ProofKind? Proof { get; set; }

    [BindProperty]
    [DateOf(DateMeaning.Past)]
    public DateOnly? On { get; set; }

    public Helper Helper { get; private set; } = null!;

    public IReadOnlyList<PairLine> Pairs { get; private set; } = [];

    public IEnumerable<Guid> PeopleShown => caller.May(Permissions.CaseData) ? Pairs.Select(line => line.Pair.ParticipantId) : [];

    public async Task OnGetAsync()
    {
        await Load();
        (Name, Kind, AccountId, BirthYear, Languages) = (Helper.Name, Helper.Kind, Helper.AccountId, Helper.BirthYear, Helper.Languages);
        Free = [.. Enumerable.Range(0, 7 * Helper.Parts).Where(bit => (Helper.Availability & 1 << bit) != 0)];
    }

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        await Save(async () =>
        {
            var helper = await Locked();
            await Apply(helper);
            audit.Record("helper.changed", helper.Id);
            return helper.Id;
        });
        Done = Words["mentoring.saved"];
        return RedirectToPage();
    });

    /// <summary>Training was done, or the paper of a check was seen.</summary>
    public Task<IActionResult> OnPostProofAsync()
    {
        Forget(nameof(Name), nameof(Kind), nameof(Languages));
        return Act(async () =>
        {
            if (Proof is not { } kind || !Enum.IsDefined(kind))
            {
                throw new InvalidField(nameof(Proof), Words["error.field.required"]);
            }

            if (On is not { } on)
            {
                throw new InvalidField(nameof(On), Words["error.field.required"]);
            }

            if (on > city.Today || on < city.Today.AddYears(-30))
            {
                throw new InvalidField(nameof(On), Words["helper.proof-day"]);
            }

            await db.Transact(
                async () =>
                {
                    var helper = await Locked();
                    if (helper.Done(kind) != on)
                    {
                        db.Add(new HelperProof { HelperId = helper.Id, Kind = kind, On = on, RecordedBy = caller.Id, RecordedAt = city.Now });
                        audit.Record("helper.proof-recorded", helper.Id, kind.ToString());
                    }
                },
                Cancel);
            Done = Words["mentoring.saved"];
            return RedirectToPage();
        });
    }

    /// <summary>Gets no new pairs; those that run are ended one by one, with a reason.</summary>
    public Task<IActionResult> OnPostLeaveAsync()
    {
        Forget(nameof(Name), nameof(Kind), nameof(Languages));
        return Act(async () =>
        {
            await db.Transact(
                async () =>
                {
                    var helper = await Locked();
                    if (helper.LeftOn is null)
                    {
                        helper.LeftOn = city.Today;
                        audit.Record("helper.left", helper.Id);
                    }
                },
                Cancel);
            Done = Words["mentoring.saved"];
            return RedirectToPage();
        });
    }

    protected override async Task Load()
    {
        Helper = await db.Set<Helper>().AsNoTracking().Include(helper => helper.Proofs).SingleOrDefaultAsync(helper => helper.Id == Id, Cancel) ?? throw new NotFound("The helper");
        Pairs = await PairLine.Read(db, templates, people, caller.May(Permissions.CaseData), db.Set<Pair>().Where(pair => pair.HelperId == Id).OrderByDescending(pair => pair.ProposedAt).ThenBy(pair => pair.Id), Cancel);
        await LoadAccounts(Id);
    }

    private void Forget(params string[] fields)
    {
        foreach (var field in fields)
        {
            ModelState.Remove(field);
        }
    }

    private async Task<Helper> Locked()
    {
        var helper = await db.Lock<Helper>(Id, Cancel) ?? throw new NotFound("The helper");
        await db.Entry(helper).Collection(row => row.Proofs).LoadAsync(Cancel);
        return helper;
    }
}
