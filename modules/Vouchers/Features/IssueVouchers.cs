using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Contracts.Vouchers;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Features;

/// <summary>A coach issues what a programme gives to one person or to many. Each person is a commit of their own: one refusal does not hold up the others.</summary>
internal sealed class IssueVouchers(IVouchers vouchers, IParticipants participants, Words words)
{
    internal sealed record Request
    {
        [Required]
        public Guid? ParticipantId { get; init; }

        [Required, StringLength(60)]
        public string? ProgrammeCode { get; init; }
    }

    internal sealed record ManyRequest
    {
        [Required, MinLength(1), MaxLength(500)]
        public IReadOnlyList<Guid>? ParticipantIds { get; init; }

        [Required, StringLength(60)]
        public string? ProgrammeCode { get; init; }
    }

    /// <summary>What became of one person: the vouchers, or the code and sentence of the refusal.</summary>
    internal sealed record Issued(Guid ParticipantId, IReadOnlyList<Guid> VoucherIds, string? Code, string? Sentence);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("", async (Request request, IssueVouchers issue, CancellationToken cancel) =>
            TypedResults.Ok(await issue.ToOne(request.ParticipantId!.Value, request.ProgrammeCode!, cancel))).For(Roles.Coach);
        app.MapPost("/many", async (ManyRequest request, IssueVouchers issue, CancellationToken cancel) =>
            TypedResults.Ok(await issue.ToMany(request.ParticipantIds!, request.ProgrammeCode!, cancel))).For(Roles.Coach);
    }

    public async Task<Issued> ToOne(Guid participantId, string programmeCode, CancellationToken cancel)
    {
        if (!await participants.People.AnyAsync(person => person.Id == participantId, cancel))
        {
            throw new NotFound("The participant");
        }

        return new(participantId, await vouchers.Issue(participantId, programmeCode, cancel), null, null);
    }

    public async Task<IReadOnlyList<Issued>> ToMany(IReadOnlyList<Guid> participantIds, string programmeCode, CancellationToken cancel)
    {
        var results = new List<Issued>();
        foreach (var id in participantIds.Distinct())
        {
            try
            {
                results.Add(await ToOne(id, programmeCode, cancel));
            }
            catch (RuleBroken rule)
            {
                results.Add(new(id, [], rule.Code, words.Say(rule.Code, [.. rule.Details])));
            }
        }

        return results;
    }
}
