using Courses.Platform.Database;
using Courses.Platform.Errors;

namespace Courses.Activities;

/// <summary>
/// What a provider or the city offers beside classes and orientation, once or again and again. Each of its meetings is a group of the timetable with one session, so seats, registers and letters are those of every group.
/// </summary>
internal sealed class Activity : IVersioned
{
    /// <summary>Made by the form: a second tap makes no second one.</summary>
    public required Guid Id { get; init; }

    public required string KindCode { get; set; }

    public required Guid ProviderId { get; init; }

    public required Guid VenueId { get; init; }

    public required string Title { get; set; }

    public required string About { get; set; }

    /// <summary>ISO codes with commas between; empty for any.</summary>
    public required string Languages { get; set; }

    /// <summary>Languages for which somebody interprets.</summary>
    public required string Interpreters { get; set; }

    public required int? AgeFrom { get; set; }

    /// <summary>The last year of life that is meant.</summary>
    public required int? AgeUntil { get; set; }

    /// <summary>Null for as many as the room holds.</summary>
    public required int? Capacity { get; set; }

    /// <summary>People who have lived here for long are welcome, too.</summary>
    public required bool OpenToLocals { get; set; }

    public required Admission Admission { get; init; }

    public required TimeOnly From { get; set; }

    public required TimeOnly Until { get; set; }

    /// <summary>Of appointments: how long each takes.</summary>
    public required int? SlotMinutes { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required Guid MadeBy { get; init; }

    public required string MadeByName { get; init; }

    public DateTimeOffset? CancelledAt { get; private set; }

    public string? CancelledByName { get; private set; }

    public string? CancelledReasonCode { get; private set; }

    public string? CancelledReason { get; private set; }

    public string? CancelledReasonLanguage { get; private set; }

    public int Version { get; set; }

    public List<ActivityMeeting> Meetings { get; } = [];

    public List<ActivityInvitation> Invitations { get; } = [];

    public IReadOnlyList<string> SpokenLanguages => Codes(Languages);

    public IReadOnlyList<string> InterpretedLanguages => Codes(Interpreters);

    /// <summary>What can be changed after it was made: all but who holds it, where and how people come. Broken rules: <c>activity.cancelled</c>, <c>activity.changed-meanwhile</c>.</summary>
    public void Change(ActivityForm to, int seen)
    {
        MustGoOn();
        if (seen != Version)
        {
            throw new RuleBroken("activity.changed-meanwhile");
        }

        (KindCode, Title, About, Languages, Interpreters) = (to.KindCode, to.Title, to.About, string.Join(',', to.Languages), string.Join(',', to.Interpreters));
        (AgeFrom, AgeUntil, OpenToLocals) = (to.AgeFrom, to.AgeUntil, to.OpenToLocals);
        if (Admission != Admission.Appointment)
        {
            (Capacity, From, Until) = (to.Capacity, to.From, to.Until);
        }
    }

    public void Cancel(Platform.Languages.GivenReason why, string byName, DateTimeOffset now)
    {
        MustGoOn();
        (CancelledAt, CancelledByName, CancelledReasonCode, CancelledReason, CancelledReasonLanguage) = (now, byName, why.Code, why.Text, why.Language);
    }

    /// <summary>Is somebody of this age meant? Of whom no birth date is known the first day is taken that it can be.</summary>
    public bool IsFor(int years) => !(years < AgeFrom) && !(years > AgeUntil);

    /// <summary>Full years of life on a day.</summary>
    public static int YearsOn(DateOnly birth, DateOnly day) => day.Year - birth.Year - (birth.AddYears(day.Year - birth.Year) > day ? 1 : 0);

    private void MustGoOn()
    {
        if (CancelledAt is not null)
        {
            throw new RuleBroken("activity.cancelled");
        }
    }

    private static string[] Codes(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
