using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Messaging;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.LanguageCourses.Features;

/// <summary>A coach takes a certificate back that should not have been recorded. It stays on record with the reason, the person is told, and what programmes say of them is worked out anew.</summary>
internal sealed class WithdrawCertificate(CoursesDb db, IEligibility eligibility, IMessages messages, IAudit audit, Caller caller, TimeProvider clock)
{
    public const string Letter = "certificate-withdrawn";

    public Task Handle(Guid participantId, Guid certificateId, GivenReason why, CancellationToken cancel) => db.Transact(
        async () =>
        {
            if (!await db.Set<Certificate>().AnyAsync(row => row.Id == certificateId && row.ParticipantId == participantId, cancel))
            {
                throw new NotFound("The certificate");
            }

            var certificate = (await db.Lock<Certificate>(certificateId, cancel))!;
            certificate.Withdraw(why, caller.Name, clock.GetUtcNow());
            audit.Record("certificate.withdrawn", participantId, $"{certificate.Language} {certificate.Level}");
            await eligibility.MarkStale([participantId], cancel);
            await messages.Queue(
                new()
                {
                    ParticipantId = participantId,
                    Kind = Letter,
                    OnceKey = $"{Letter}:{certificateId}",
                    Details = [Shown.LanguageName(certificate.Language), certificate.Level, certificate.IssuedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), why.AsDetail()],
                    About = certificateId,
                    Link = "/my/rights",
                },
                cancel);
        },
        cancel);
}
