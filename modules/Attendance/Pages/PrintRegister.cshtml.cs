using Courses.Contracts.Access;
using Courses.Platform.Qr;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Attendance.Pages;

/// <summary>
/// The register on paper: a line to sign for each person, and a code that a tablet reads as this person's line when the list is typed in later.
/// </summary>
[Audience(Roles.Teacher, Roles.ProviderManager)]
internal sealed class PrintRegisterModel(RegisterSheets sheets, Links links) : CoursesPage, IShowsPeople
{
    [BindProperty(SupportsGet = true)]
    public Guid SessionId { get; set; }

    public Sheet Sheet { get; private set; } = null!;

    public IEnumerable<Guid> PeopleShown => Sheet.Rows.Select(row => row.ParticipantId);

    public async Task OnGet() => Sheet = await sheets.Open(SessionId, Cancel);

    public string CodeOf(SheetRow row) => QrPicture.Svg(links.To($"/register/#row={SessionId:N}.{row.ParticipantId:N}"));
}
