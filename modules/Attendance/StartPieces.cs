using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance;

/// <summary>Registers and questions about them, for the provider and its teachers.</summary>
internal sealed class StartPieces(CoursesDb db, ITimetable timetable, MissingRegisters missing, RareGuests rare, Caller caller) : IStartPieces
{
    public async Task<IReadOnlyList<StartPiece>> Pieces(CancellationToken cancel)
    {
        if (caller.OrganisationId is not { } provider || !(caller.Is(Roles.ProviderManager) || caller.Is(Roles.Teacher)))
        {
            return [];
        }

        List<StartPiece> pieces = [];
        if (caller.Is(Roles.ProviderManager))
        {
            var today = rare.Today;
            pieces.Add(new("start.registers", await missing.Of(provider).CountAsync(cancel), "/provider/registers?tab=missing", "register"));
            pieces.Add(new("start.questions", await db.Set<Review>().CountAsync(review => review.ProviderId == provider && review.SettledAt == null, cancel), "/provider/registers", "warning"));
            pieces.Add(new("start.illness", await db.Set<IllnessCase>().CountAsync(one => one.ProviderId == provider && one.State == IllnessState.Waiting && one.Report.TakenBackAt == null, cancel), "/provider/illness", "letter"));
            var free = await timetable.Groups.Where(group => group.ProviderId == provider && group.Kind == GroupKind.LanguageClass && group.CancelledAt == null && group.EndsOn >= today && group.Capacity > group.SeatsTaken)
                .SumAsync(group => (long)(group.Capacity - group.SeatsTaken), cancel);
            pieces.Add(new("start.seats", free, "/provider/classes", "people", Waits: false));
        }

        pieces.Add(new("start.rare", await (await rare.All(cancel)).CountAsync(cancel), "/teacher/rare", "person", Waits: false));
        return pieces;
    }
}
