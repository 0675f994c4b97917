using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Courses.Attendance.Features;

/// <summary>What is known of a session by now, whoever said it: a second tablet, phones at the room code, paper.</summary>
internal sealed class GetMarks(RegisterSheets sheets)
{
    internal sealed record Answer(Guid ParticipantId, string Name, string State, int PresentMinutes);

    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/sessions/{id:guid}/marks", (Guid id, [FromServices] GetMarks handler, CancellationToken cancel) => handler.Handle(id, cancel))
        .For(Roles.Tablet, Roles.Teacher, Roles.ProviderManager);

    public async Task<IReadOnlyList<Answer>> Handle(Guid id, CancellationToken cancel) =>
        [.. (await sheets.Open(id, cancel)).Rows.Where(row => row.State is not null).Select(row => new Answer(row.ParticipantId, row.Name, MarkNames.Of(row.State!.Value), row.PresentMinutes))];
}

internal static class MarkNames
{
    /// <summary>The name of a state in addresses, forms and resource keys.</summary>
    public static string Of(MarkState state) => state switch
    {
        MarkState.Late => "late",
        MarkState.LeftEarly => "left-early",
        MarkState.Excused => "excused",
        MarkState.Absent => "absent",
        _ => "present",
    };

    /// <summary>The same where a form tells an excuse that a certificate proves from one by word.</summary>
    public static string Of(MarkState state, ExcuseProof? excuse) => excuse == ExcuseProof.Certificate ? Proven : Of(state);

    public const string Proven = "excused-proven";

    public static FactKind? KindOf(string? name) => name switch
    {
        "present" => FactKind.Present,
        "late" => FactKind.Late,
        "left-early" => FactKind.LeftEarly,
        "excused" or Proven => FactKind.Excused,
        "absent" => FactKind.Absent,
        _ => null,
    };
}
