using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Courses.Contracts.Access;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Eligibility.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Courses.Platform.Languages;

namespace Courses.Eligibility.Pages;

/// <summary>
/// The terms of a draft as a form, with the sentence that the rule means. Begun from any version, or a draft of one's own that goes on. Each step of editing posts the form and gets it back: nothing
/// is stored before it is saved, and nothing that was typed is lost.
/// </summary>
[Audience(Roles.Administrator)]
internal sealed class DraftVersionModel(CoursesDb db, WriteVersion write, IOrientation orientation, IProviders providers, Sentences sentences, CityTime city) : CoursesPage
{
    [FromRoute]
    public string Code { get; set; } = "";

    /// <summary>The version that a new draft begins from; the one in force when nothing is said.</summary>
    [BindProperty(SupportsGet = true)]
    public int? From { get; set; }

    /// <summary>The draft to go on with.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Draft { get; set; }

    [BindProperty]
    [Required]
    [DateOf(DateMeaning.Plan)]
    public DateOnly? ValidFrom { get; set; }

    [BindProperty]
    [DateOf(DateMeaning.Plan)]
    public DateOnly? ValidUntil { get; set; }

    [BindProperty(Name = "Act")]
    public string? Step { get; set; }

    public string Name { get; private set; } = "";

    public TermsForm Terms { get; private set; } = null!;

    /// <summary>The node that was just touched: the page comes back there.</summary>
    public string Look { get; private set; } = "";

    /// <summary>What the rule means; null while something in it makes no sense.</summary>
    public string? Sentence { get; private set; }

    /// <summary>The providers by their ids.</summary>
    public IReadOnlyDictionary<Guid, string> Providers { get; private set; } = new Dictionary<Guid, string>();

    /// <summary>The topics that exist, with their names.</summary>
    public IReadOnlyDictionary<string, string> Topics { get; private set; } = new Dictionary<string, string>();

    public async Task<IActionResult> OnGet()
    {
        var programme = await Find();
        var version = programme.Versions.SingleOrDefault(version => version.Number == (Draft ?? From)) ?? programme.InForce(city.Today) ?? programme.Versions.MaxBy(version => version.Number)!;
        if (Draft is not null && version.State != VersionState.Draft)
        {
            return RedirectToPage("/OneVersion", new { Code, version.Number });
        }

        (ValidFrom, ValidUntil) = Draft is null ? (city.Today, null) : (version.ValidFrom, version.ValidUntil);
        Terms = TermsForm.Of(JsonSerializer.SerializeToNode(version.Terms, Eligibility.Terms.Json));
        await Show();
        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        Terms = TermsForm.From(Request.Form);
        if (Step is { Length: > 0 } step && step != "show")
        {
            var words = step.Split(' ');
            var node = words.ElementAtOrDefault(1) ?? "";
            Look = Terms.Do(words[0], node, Request.Form[node + ".add"].ToString());
            await Load();
            return Page();
        }

        return await Act(async () =>
        {
            IReadOnlyList<TermsProblem> problems = Terms.Unreadable is { } unreadable ? [unreadable] : await write.Check(Terms.ToJson(), Cancel);
            foreach (var problem in problems)
            {
                var field = Terms.FieldOf(problem.Path);
                ModelState.AddModelError(field, field == nameof(Terms.Json) && problem.Path.Length > 0 ? $"{problem.Path}: {write.Say(problem)}" : write.Say(problem));
            }

            if (problems is not [] || Step == "show")
            {
                await Load();
                Response.StatusCode = problems is [] ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
                return Page();
            }

            var number = await write.Save(Code, Draft, Terms.ToJson()!, ValidFrom!.Value, ValidUntil, Cancel);
            Done = Words.Say("programmes.draft.saved", number);
            return RedirectToPage("/OneVersion", new { Code, Number = number });
        });
    }

    protected override async Task Load()
    {
        await Find();
        await Show();
    }

    private async Task Show()
    {
        Topics = (await orientation.Topics.ToListAsync(Cancel)).InReadersOrder(topic => topic.Name).ToDictionary(topic => topic.Code, topic => topic.Name);
        var known = await write.Known(Cancel);
        Providers = (await providers.Providers.ToListAsync(Cancel)).InReadersOrder(provider => provider.Name).ToDictionary(provider => provider.Id, provider => provider.Name);
        if (Terms.ToJson() is JsonObject terms && TermsCheck.OfRule(terms["rules"], known) is [])
        {
            Sentence = sentences.AsSentence(terms["rules"].Deserialize<Rule>(Eligibility.Terms.Json)!, CultureInfo.CurrentUICulture);
        }
    }

    private async Task<Programme> Find()
    {
        var programme = await db.Set<Programme>().AsNoTracking().Include(programme => programme.Versions).SingleOrDefaultAsync(programme => programme.Code == Code, Cancel) ?? throw new NotFound("programme");
        if ((Draft ?? From) is { } number && programme.Versions.TrueForAll(version => version.Number != number))
        {
            throw new NotFound("version");
        }

        Name = programme.Name;
        return programme;
    }
}

/// <summary>One node of the tree, where it stands, and the page that shows it.</summary>
internal sealed record RuleNodeView(RuleNode Node, string Name, DraftVersionModel Page, int Place = 0, int Siblings = 1, bool StandsAfterGroup = false, bool IsInGroup = false)
{
    public bool IsRoot => !Name.Contains('.', StringComparison.Ordinal);

    public IEnumerable<RuleNodeView> Below => Node.Below.Select((below, place) =>
        new RuleNodeView(below, $"{Name}.{place}", Page, place, Node.Below.Count, place > 0 && Node.Below[place - 1].IsGroup, !IsRoot));
}

/// <summary>One field of the form with what was typed into it.</summary>
internal sealed record FieldView(Field Field, string Name, string Label, string Typed, DraftVersionModel Page)
{
    public IReadOnlyList<string> Chosen { get; init; } = [];
}
