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

    [BindProperty]
    public string? Template { get; set; }

    [BindProperty]
    [DateOf(DateMeaning.Past)]
    public DateOnly? PromisedOn { get; set; }

    public Helper Helper { get; private set; } = null!;

    public IReadOnlyList<(Engagement Promise, PairTerms Terms)> Promises { get; private set; } = [];

    public IReadOnlyList<PairTerms> Templates { get; private set; } = [];

    private bool isWhole = true;

    public IReadOnlyList<PairLine> Pairs { get; private set; } = [];

    public IEnumerable<Guid> PeopleShown => caller.May(Permissions.CaseData) ? Pairs.Select(line => line.Pair.ParticipantId) : [];

    public async Task OnGetAsync()
    {
        isWhole = false;
        await Load();
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
        Forget();
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
        Forget();
        return Act(async () =>
        {
            await db.Transact(
                async () =>
                {
                    var helper = await Locked();
                    if (helper.LeftOn is null)
                    {
                        helper.LeftOn = city.Today;
                        if (await Running() is { } promise)
                        {
                            promise.End(city.Today);
                            audit.Record("helper.promise-ended", helper.Id, promise.TemplateCode);
                        }

                        audit.Record("helper.left", helper.Id);
                    }
                },
                Cancel);
            Done = Words["mentoring.saved"];
            return RedirectToPage();
        });
    }

    /// <summary>The helper binds themselves: under which template and from which day.</summary>
    public Task<IActionResult> OnPostPromiseAsync()
    {
        Forget();
        return Act(async () =>
        {
            var template = (await templates.Current(Cancel)).FirstOrDefault(one => one.Code == Template) ?? throw new InvalidField(nameof(Template), Words["error.field.required"]);
            var on = PromisedOn ?? throw new InvalidField(nameof(PromisedOn), Words["error.field.required"]);
            if (on > city.Today || on < city.Today.AddYears(-10))
            {
                throw new InvalidField(nameof(PromisedOn), Words["helper.promise-day"]);
            }

            await db.Transact(
                async () =>
                {
                    var helper = await Locked();
                    if (helper.LeftOn is not null)
                    {
                        throw new RuleBroken("pair.helper-left");
                    }

                    var others = await db.Set<Engagement>().Where(row => row.HelperId == Id && (row.EndedOn == null || row.EndedOn >= on)).ToListAsync(Cancel);
                    if (others.Exists(other => other.TemplateCode == template.Code && other.StartedOn == on && other.EndedOn is null))
                    {
                        return;
                    }

                    if (others.Count > 0)
                    {
                        throw new RuleBroken("helper.promise-runs");
                    }

                    db.Add(Engagement.Begin(helper, template, on, caller.Id, city.Now));
                    audit.Record("helper.promised", helper.Id, template.Code);
                },
                Cancel);
            Done = Words["mentoring.saved"];
            return RedirectToPage();
        });
    }

    /// <summary>Leaving earlier than promised is possible, and stays to be read.</summary>
    public Task<IActionResult> OnPostPromiseEndsAsync()
    {
        Forget();
        return Act(async () =>
        {
            await db.Transact(
                async () =>
                {
                    var helper = await Locked();
                    if (await Running() is { } promise && promise.End(city.Today))
                    {
                        audit.Record("helper.promise-ended", helper.Id, promise.TemplateCode);
                    }
                },
                Cancel);
            Done = Words["mentoring.saved"];
            return RedirectToPage();
        });
    }

    protected override string FieldOf(string code) => code switch
    {
        "helper.promise-runs" or "pair.no-training" or "pair.no-check" or "pair.check-over" => nameof(Template),
        _ => "",
    };

    protected override async Task Load()
    {
        Helper = await db.Set<Helper>().AsNoTracking().Include(helper => helper.Proofs).SingleOrDefaultAsync(helper => helper.Id == Id, Cancel) ?? throw new NotFound("The helper");
        Pairs = await PairLine.Read(db, templates, people, caller.May(Permissions.CaseData), db.Set<Pair>().Where(pair => pair.HelperId == Id).OrderByDescending(pair => pair.ProposedAt).ThenBy(pair => pair.Id), Cancel);
        var terms = await templates.Terms(Cancel);
        Promises = [.. (await db.Set<Engagement>().AsNoTracking().Where(row => row.HelperId == Id).OrderByDescending(row => row.StartedOn).ThenBy(row => row.Id).ToListAsync(Cancel)).Select(row => (row, terms[row.TemplateId]))];
        Templates = [.. (await templates.Current(Cancel)).Select(template => template.Terms)];
        await LoadAccounts(Id);
        if (!isWhole)
        {
            (Name, Kind, AccountId, TeacherId, BirthYear, Languages) = (Helper.Name, Helper.Kind, Helper.AccountId, Helper.TeacherId, Helper.BirthYear, [.. Helper.Speaks]);
            Free = [.. Enumerable.Range(0, 7 * Helper.Parts).Where(bit => (Helper.Availability & 1 << bit) != 0)];
        }
    }

    private Task<Engagement?> Running() => db.Set<Engagement>().SingleOrDefaultAsync(row => row.HelperId == Id && row.EndedOn == null, Cancel);

    /// <summary>The fields of the helper were not sent: where the page comes back, they say what is kept.</summary>
    private void Forget()
    {
        isWhole = false;
        foreach (var field in new[] { nameof(Name), nameof(Kind), nameof(Languages) })
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
