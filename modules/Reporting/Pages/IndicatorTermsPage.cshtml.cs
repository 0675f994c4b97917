using Courses.Contracts.Access;
using Courses.Contracts.Orientation;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Reporting.Reports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Pages;

/// <summary>Code, wording and counting of a fund's indicators, and its age brackets: the city corrects them when the fund does.</summary>
[Audience(Roles.Administrator)]
internal sealed class IndicatorTermsPageModel(CoursesDb db, IOrientation orientation, IAudit audit, Caller caller, TimeProvider clock) : CoursesPage
{
    private const int Spare = 2;
    private const int LongestCode = 20;
    private const int LongestWording = 500;

    [BindProperty]
    public string? Fund { get; set; }

    [BindProperty]
    public int[] AgesFrom { get; set; } = [];

    [BindProperty]
    public IndicatorLine[] Lines { get; set; } = [];

    public IReadOnlyList<string> Topics { get; private set; } = [];

    private FundTerms before = FundTerms.Shipped;

    public async Task OnGet()
    {
        await Load();
        (Fund, AgesFrom) = (before.Fund, [.. before.AgesFrom]);
        Lines = [.. before.Indicators.Select(one => new IndicatorLine { Code = one.Code, Wording = one.Wording, Counted = one.Counted, Topics = string.Join(", ", one.Topics) }), .. Enumerable.Range(0, Spare).Select(_ => new IndicatorLine())];
    }

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        await Load();
        var terms = new FundTerms(Named(Fund, nameof(Fund), 60), [.. FundTerms.Ages.Where(AgesFrom.Contains)], [.. Lines.Select(Read).OfType<Indicator>()]);
        if (terms.Indicators is [])
        {
            throw new InvalidField("Lines[0].Code", Words["error.field.required"]);
        }

        if (terms.Indicators.GroupBy(one => one.Code).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new InvalidField($"Lines[{Array.FindLastIndex(Lines, line => line.Code?.Trim() == twice.Key)}].Code", Words.Say("indicators.twice", twice.Key));
        }

        await db.Transact(
            async () =>
            {
                var written = new IndicatorTerms { Content = terms.Write(), At = clock.GetUtcNow(), By = caller.Id, ByName = caller.Name };
                db.Add(written);
                audit.Record("indicators.changed", written.Id, terms.Fund);
                await db.SaveChangesAsync(Cancel);
            },
            Cancel);
        Done = Words["indicators.saved"];
        return RedirectToPage("/Indicators");
    });

    protected override async Task Load()
    {
        Topics = await orientation.Topics.OrderBy(topic => topic.Code).Select(topic => topic.Code).ToListAsync(Cancel);
        before = await FundTerms.InForce(db, Cancel);
    }

    /// <summary>An empty line is none.</summary>
    private Indicator? Read(IndicatorLine line, int at)
    {
        if (string.IsNullOrWhiteSpace(line.Code) && string.IsNullOrWhiteSpace(line.Wording))
        {
            return null;
        }

        var topics = (line.Topics ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (topics.FirstOrDefault(topic => !Topics.Contains(topic)) is { } unknown)
        {
            throw new InvalidField($"Lines[{at}].Topics", Words.Say("indicators.no-topic", unknown, string.Join(", ", Topics)));
        }

        // Which answers count has no field on the page: it stays as it is.
        var answers = before.Indicators.FirstOrDefault(one => one.Code == line.Code?.Trim() && one.Counted == line.Counted)?.Answers;
        return new(Named(line.Code, $"Lines[{at}].Code", LongestCode), Named(line.Wording, $"Lines[{at}].Wording", LongestWording), line.Counted, topics, answers);
    }

    private string Named(string? text, string field, int longest) => text?.Trim() is { Length: > 0 } written && written.Length <= longest ? written : throw new InvalidField(field, Words.Say("indicators.length", longest));
}

/// <summary>One indicator as it is typed.</summary>
internal sealed class IndicatorLine
{
    public string? Code { get; set; }

    public string? Wording { get; set; }

    public Counted Counted { get; set; }

    /// <summary>Codes of modules, with commas between.</summary>
    public string? Topics { get; set; }
}
