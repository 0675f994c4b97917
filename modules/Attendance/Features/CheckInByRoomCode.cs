using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Features;

/// <summary>The room code proves the place, the signed-in phone the person. One phone marks one person per session.</summary>
internal sealed class CheckInByRoomCode(CoursesDb db, ITimetable timetable, RegisterBook book, RoomKeys keys, TimeProvider clock)
{
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(30);
    private const int LateFrom = 15;

    /// <summary>Two phones of the same make behind one address are common; two people within so short a time on them are worth a look.</summary>
    private static readonly TimeSpan OneAfterAnother = TimeSpan.FromMinutes(3);

    internal sealed record Result(bool Guest, int LateMinutes);

    /// <summary>The session whose code this is, while it may be used.</summary>
    public async Task<SessionInfo> Verify(Guid sessionId, string code, CancellationToken cancel)
    {
        var session = await SessionInfos.Of(timetable).SingleOrDefaultAsync(session => session.Id == sessionId, cancel);
        if (session is null || !RoomCode.IsValid(await keys.Secret(cancel), session.GroupId, session.Id, code, clock.GetUtcNow()))
        {
            throw new RuleBroken("attendance.code-expired");
        }

        return session;
    }

    public async Task<Result> Handle(Guid sessionId, Guid participantId, Guid phoneId, string device, CancellationToken cancel)
    {
        var session = await SessionInfos.Of(timetable).SingleAsync(session => session.Id == sessionId, cancel);
        var now = clock.GetUtcNow();
        if (session.CancelledAt is not null || now < session.StartsAt - Before || now > session.EndsAt)
        {
            throw new RuleBroken("attendance.check-in-closed");
        }

        try
        {
            return await db.Transact(() => CheckIn(session, participantId, phoneId, device, now, cancel), cancel);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            db.ChangeTracker.Clear();
            if (await db.Set<CheckIn>().AnyAsync(checkIn => checkIn.SessionId == sessionId && checkIn.ParticipantId == participantId, cancel))
            {
                return new(false, 0);
            }

            throw new RuleBroken("attendance.phone-used");
        }
    }

    private async Task<Result> CheckIn(SessionInfo session, Guid participantId, Guid phoneId, string device, DateTimeOffset now, CancellationToken cancel)
    {
        if (await db.Set<Register>().AnyAsync(register => register.Id == session.Id && register.SignedOffAt != null, cancel))
        {
            throw new RuleBroken("attendance.register-closed");
        }

        db.Add(new CheckIn { SessionId = session.Id, PhoneId = phoneId, ParticipantId = participantId, Device = device, At = now });
        await db.SaveChangesAsync(cancel);
        var expected = await timetable.Expected(session.GroupId, session.LocalDate).AnyAsync(stay => stay.ParticipantId == participantId, cancel);
        var minutes = (int)(now - session.StartsAt).TotalMinutes;
        var late = minutes >= LateFrom ? Math.Min(minutes, session.PlannedMinutes) : 0;
        var fact = new AttendanceFact
        {
            FactId = Guid.CreateVersion7(now),
            SessionId = session.Id,
            ParticipantId = participantId,
            Kind = !expected ? FactKind.WalkIn : late > 0 ? FactKind.Late : FactKind.Present,
            Minutes = late > 0 ? late : null,
            Source = FactSource.RoomCode,
            DeviceId = phoneId,
            DeviceSequence = 0,
            DeviceTime = now,
            ClockOffsetMs = 0,
            ReceivedAt = now,
            RecordedBy = "check-in",
        };
        await book.Record([fact], new(session.ProviderId), cancel);

        // Under the register's lock, so that two who tap at once see each other, and the question is asked once.
        var since = now - OneAfterAnother;
        var looksTheSame = await db.Set<CheckIn>().AnyAsync(other => other.SessionId == session.Id && other.Device == device && other.ParticipantId != participantId && other.At >= since, cancel);
        var key = $"{ReviewCodes.OneDevice}:{session.Id}:{device}";
        if (looksTheSame && !await db.Set<Review>().AnyAsync(review => review.Key == key, cancel))
        {
            db.Add(Reviews.Of(fact, ReviewCodes.OneDevice, session.ProviderId, key));
        }

        return new(!expected, late);
    }
}
