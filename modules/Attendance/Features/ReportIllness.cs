using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Features;

/// <summary>'I am ill': a person tells of days on which they cannot come, changes it, or takes it back, until a provider has decided.</summary>
internal sealed class ReportIllness(CoursesDb db, TouchedLessons lessons, ISeals seals, IAudit audit, CityTime city)
{
    internal sealed record Said(DateOnly From, DateOnly Until, IllnessReason Reason, string Words);

    /// <param name="participantId">Who tells.</param>
    /// <param name="formId">The same form sent twice is one report.</param>
    /// <param name="said">What.</param>
    /// <param name="note">The picture of a note; null for none.</param>
    /// <param name="cancel">Stops.</param>
    public Task<Guid> Send(Guid participantId, Guid formId, Said said, byte[]? note, CancellationToken cancel) => db.Transact(
        async () =>
        {
            await Lock(participantId, cancel);
            if (await db.Set<IllnessReport>().AsNoTracking().FirstOrDefaultAsync(known => known.ParticipantId == participantId && known.FormId == formId, cancel) is { } sent)
            {
                return sent.Id;
            }

            var report = new IllnessReport { ParticipantId = participantId, FormId = formId, SentAt = city.Now };
            db.Add(report);
            await Tell(report, said, note, cancel);
            audit.Record("illness.reported", participantId, report.Id.ToString());
            return report.Id;
        },
        cancel);

    public Task Change(Guid participantId, Guid reportId, Said said, byte[]? note, bool withoutNote, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var report = await Own(participantId, reportId, cancel);
            if (withoutNote || note is not null)
            {
                report.NoteWasTakenAway();
                await DropNote(report.Id, cancel);
            }

            await Tell(report, said, note, cancel);
            audit.Record("illness.changed", participantId, report.Id.ToString());
        },
        cancel);

    /// <summary>The picture goes at once: nobody needs it any more.</summary>
    public Task TakeBack(Guid participantId, Guid reportId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var report = await Own(participantId, reportId, cancel);
            report.TakeBack(city.Now);
            await DropNote(report.Id, cancel);
            audit.Record("illness.taken-back", participantId, report.Id.ToString());
        },
        cancel);

    public async Task Lock(Guid participantId, CancellationToken cancel)
    {
        if ((await db.Engine.InsertNew(db, [new IllnessBook { Id = participantId }], nameof(IllnessBook.Id), cancel)).Count == 0)
        {
            await db.Lock<IllnessBook>(participantId, cancel);
        }
    }

    private async Task Tell(IllnessReport report, Said said, byte[]? note, CancellationToken cancel)
    {
        var now = city.Now;
        var (before, toldBefore) = ((report.From, report.Until), report.Cases.Count > 0);
        report.Tell(said.From, said.Until, said.Reason, said.Words, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, city.Today, now);
        var touched = (await lessons.Of([report.ParticipantId], said.From, said.Until, cancel)).Select(lesson => lesson.Session).ToArray();
        if (touched is [])
        {
            throw new RuleBroken("illness.no-lesson");
        }

        var hasNote = note is not null || await db.Set<IllnessNote>().AnyAsync(kept => kept.ReportId == report.Id, cancel);
        await MustNotOverlap(report, [.. touched.Select(lesson => lesson.ProviderId).Distinct()], hasNote, cancel);
        report.Concerns(touched, day => toldBefore && day >= before.From && day <= before.Until, now);
        if (note is not null)
        {
            report.NoteCame(now);
            db.Add(new IllnessNote { ReportId = report.Id, ContentType = NotePicture.TypeOf(note), Sealed = seals.Seal(nameof(IllnessNote), report.Id, note), SentAt = now });
        }

        await db.SaveChangesAsync(cancel);
    }

    /// <summary>What waits is changed instead. What was refused may be told again, and what was accepted by word with a note that proves it.</summary>
    private async Task MustNotOverlap(IllnessReport report, Guid[] providers, bool hasNote, CancellationToken cancel)
    {
        var other = await db.Set<IllnessCase>().AsNoTracking()
            .Where(one => one.ParticipantId == report.ParticipantId && one.ReportId != report.Id && providers.Contains(one.ProviderId)
                && one.Report.TakenBackAt == null && one.Report.From <= report.Until && one.Report.Until >= report.From
                && (one.State == IllnessState.Waiting || (one.State == IllnessState.Accepted && (one.Proof == ExcuseProof.Certificate || !hasNote))))
            .OrderBy(one => one.Report.From)
            .Select(one => new { one.Report.From, one.Report.Until }).FirstOrDefaultAsync(cancel);
        if (other is not null)
        {
            throw new RuleBroken("illness.already-told", Shown.Date(other.From), Shown.Date(other.Until));
        }
    }

    private async Task<IllnessReport> Own(Guid participantId, Guid reportId, CancellationToken cancel)
    {
        await Lock(participantId, cancel);
        return await db.Set<IllnessReport>().Include(report => report.Cases).SingleOrDefaultAsync(report => report.Id == reportId && report.ParticipantId == participantId, cancel)
            ?? throw new NotFound("The report");
    }

    private Task<int> DropNote(Guid reportId, CancellationToken cancel) => db.Set<IllnessNote>().Where(note => note.ReportId == reportId).ExecuteDeleteAsync(cancel);
}
