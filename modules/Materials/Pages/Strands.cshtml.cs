using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Materials.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Materials.Pages;

/// <summary>In which strands the city gives the same topics, by what people understand.</summary>
[Audience(Roles.Administrator)]
internal sealed class StrandsModel(CoursesDb db, KeepStrand keep, CityTime city) : CoursesPage
{
    [BindProperty]
    public Guid StrandId { get; set; }

    [BindProperty, StringLength(60)]
    public string? Name { get; set; }

    [BindProperty, StringLength(10)]
    public string? LevelFrom { get; set; }

    [BindProperty, StringLength(10)]
    public string? LevelBelow { get; set; }

    public IReadOnlyList<Strand> Rows { get; private set; } = [];

    /// <summary>Of the next new one.</summary>
    public Guid NewId { get; private set; }

    /// <summary>The one whose form was sent and refused.</summary>
    public Guid? Refused => ModelState.IsValid ? null : StrandId;

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostAdd() => Act(async () =>
    {
        var (name, from, below) = Read();
        await keep.Add(StrandId, name, from, below, Cancel);
        return DoneWith("strands.added");
    });

    public Task<IActionResult> OnPostChange() => Act(async () =>
    {
        var (name, from, below) = Read();
        await keep.Change(StrandId, name, from, below, Cancel);
        return DoneWith("strands.changed");
    });

    public async Task<IActionResult> OnPostRemove()
    {
        ModelState.Clear();
        return await Act(async () =>
        {
            await keep.Remove(StrandId, Cancel);
            return DoneWith("strands.removed");
        });
    }

    protected override string FieldOf(string code) => code == "strand.name-taken" ? nameof(Name) : "";

    protected override async Task Load()
    {
        Rows = await db.AllStrands(Cancel);
        NewId = ModelState.IsValid || Rows.Any(row => row.Id == StrandId) || StrandId == Guid.Empty ? Guid.CreateVersion7(city.Now) : StrandId;
    }

    private (string Name, string? From, string? Below) Read()
    {
        Require(!string.IsNullOrWhiteSpace(Name), nameof(Name), "error.field.required");
        Require(StrandId != Guid.Empty, "");
        var (from, below) = (string.IsNullOrEmpty(LevelFrom) ? null : LevelFrom, string.IsNullOrEmpty(LevelBelow) ? null : LevelBelow);
        Require(from is null || Levels.All.Contains(from), nameof(LevelFrom));

        // Below the lowest level there is nobody.
        Require(below is null || (Levels.All.Skip(1).Contains(below) && Levels.AreInOrder(from, Levels.Below(below))), nameof(LevelBelow), "materials.levels-wrong");
        return (Name!.Trim(), from, below);
    }

    private RedirectResult DoneWith(string sentence)
    {
        Done = Words[sentence];
        return Redirect("/materials/strands");
    }
}
