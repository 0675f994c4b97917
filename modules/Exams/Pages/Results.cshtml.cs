using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Exams.Features;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Exams.Pages;

/// <summary>The examiner types the results of all who sat the exam. Each row is saved by itself: what is wrong in one is said there, and the others are safe.</summary>
[Audience(Roles.ProviderManager, Roles.Teacher)]
[RequestFormLimits(ValueCountLimit = MostFields)]
internal sealed class ResultsModel(CoursesDb db, EnterResults enter, IParticipants participants, Caller caller) : CoursesPage, IShowsPeople
{
    private const int LongestReason = 500;

    /// <summary>Three for each part of each person, and a reason: more than the largest exam has.</summary>
    private const int MostFields = 20_000;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Exam Exam { get; private set; } = null!;

    public IReadOnlyList<Candidate> People { get; private set; } = [];

    /// <summary>Rows that were not taken, with the sentence that says why.</summary>
    public Dictionary<Guid, string> Wrong { get; } = [];

    /// <summary>Results that were corrected, by the row that stands now.</summary>
    public ILookup<Guid, ExamResult> Earlier { get; private set; } = Array.Empty<ExamResult>().ToLookup(_ => Guid.Empty);

    public IEnumerable<Guid> PeopleShown => People.Select(person => person.ParticipantId);

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        await Load();
        var saved = 0;
        foreach (var person in People)
        {
            try
            {
                saved += await enter.Enter(Id, person.Registration.Id, [.. person.Registration.PartCodes.Select(part => Read(person.Registration.Id, part))], Why(person.Registration.Id), Cancel) ? 1 : 0;
            }
            catch (RuleBroken rule)
            {
                Wrong[person.Registration.Id] = Words.Say(rule.Code, [.. rule.Details]);
            }
            catch (InvalidField invalid)
            {
                Wrong[person.Registration.Id] = invalid.Message;
            }
            catch (DbUpdateException error) when (db.IsDuplicate(error))
            {
                Wrong[person.Registration.Id] = Words.Say("exam.typed-meanwhile", "?");
            }

            db.ChangeTracker.Clear();
        }

        if (Wrong.Count > 0)
        {
            ModelState.AddModelError("", Words.Say("exams.some-wrong", Wrong.Count, saved));
            await Load();
            Response.StatusCode = Microsoft.AspNetCore.Http.StatusCodes.Status409Conflict;
            return Page();
        }

        Done = Words.Say("exams.results-saved", saved);
        return Redirect($"/exams/{Id}/results");
    });

    /// <summary>What was typed and not taken stands there again; else what is known.</summary>
    public string Value(string field, Guid registration, string part, string known) =>
        Wrong.ContainsKey(registration) && Request.HasFormContentType && Request.Form.TryGetValue(Name(field, registration, part), out var typed) ? typed.ToString() : known;

    public string ShownWhy(Guid registration) => Wrong.ContainsKey(registration) ? Why(registration) ?? "" : "";

    public static string Name(string field, Guid registration, string part = "") => part.Length == 0 ? $"{field}.{registration:N}" : $"{field}.{registration:N}.{part}";

    protected override async Task Load()
    {
        Exam = await db.Set<Exam>().VisibleTo(caller).AsNoTracking().SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("The exam");
        People = await Candidate.Of(db, participants, Id, Cancel);
        var corrected = await db.Set<ExamResult>().AsNoTracking()
            .Where(row => db.Set<ExamRegistration>().Any(one => one.Id == row.RegistrationId && one.ExamId == Id) && db.Set<ExamResult>().Any(later => later.Corrects == row.Id))
            .OrderBy(row => row.EnteredAt).ToListAsync(Cancel);
        Earlier = corrected.ToLookup(row => row.RegistrationId);
    }

    private string? Why(Guid registration)
    {
        var why = Request.Form[Name("why", registration)].ToString();
        return why.Length > LongestReason ? why[..LongestReason] : why;
    }

    private TypedResult Read(Guid registration, string part)
    {
        var (outcome, points, seen) = (Field("outcome"), Field("points").Trim(), Field("seen"));
        Outcome? chosen = outcome.Length == 0 ? null : Enum.TryParse<Outcome>(outcome, out var one) && Enum.IsDefined(one) ? one : throw new InvalidField("", Words["error.field.invalid"]);
        int? number = points.Length == 0 ? null : int.TryParse(points, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole : throw new RuleBroken("exam.points");
        return new(part, chosen, number, Guid.TryParse(seen, out var id) ? id : null);

        string Field(string name) => Request.Form[Name(name, registration, part)].ToString();
    }
}
