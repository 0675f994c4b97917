using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility.Pages;

/// <summary>The figures of a simulation, to be read and printed; who it is about is a page of its own.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
internal sealed class OneSimulationModel(CoursesDb db, Sentences sentences, Caller caller, CityTime city) : CoursesPage
{
    private Dictionary<string, string> programmes = [];

    [FromRoute]
    public Guid Id { get; set; }

    public Simulation Simulation { get; private set; } = null!;

    public string Programme => programmes.GetValueOrDefault(Simulation.ProgrammeCode) ?? Simulation.ProgrammeCode;

    public bool SeesNames => caller.Is(Roles.Administrator) && caller.May(Permissions.CaseData);

    public DateOnly KeptUntil => city.DayOf(Simulation.AskedAt + Simulation.Kept);

    public IReadOnlyList<(int Depth, string Sentence)> Rule => sentences.InWords(Simulation.Terms.Rules, CultureInfo.CurrentUICulture);

    public async Task OnGet()
    {
        Simulation = await db.Set<Simulation>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("simulation");
        programmes = await db.Set<Programme>().ToDictionaryAsync(programme => programme.Code, programme => programme.Name, Cancel);
    }

    public string NameOf(string by, string value) => (by, value) switch
    {
        (SimulationTally.ByProgramme, "") => Words["simulation.no-class"],
        (SimulationTally.ByProgramme, "several") => Words["simulation.several"],
        (SimulationTally.ByProgramme, _) => programmes.GetValueOrDefault(value) ?? value,
        (_, "") => Words["simulation.unsaid"],
        (SimulationTally.ByStatus, _) => Words["rule.name." + value],
        (SimulationTally.ByGender, _) => Words["simulation.gender." + value],
        _ => value.EndsWith('-') ? value.TrimEnd('-') + "+" : value.Replace('-', '–'),
    };

    public string Local(DateTimeOffset instant) => city.Show(instant);
}
