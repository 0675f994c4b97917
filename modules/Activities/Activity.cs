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

    public required Guid VenueId { get; set; }

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

    /// <summary>The last day on which its people vote for a topic; null where nobody asked them.</summary>
    public DateOnly? VoteUntil { get; private set; }

    /// <summary>Somebody ended the vote before.</summary>
    public DateTimeOffset? VoteEndedAt { get; private set; }

    /// <summary>The topic that it is about, once it is set.</summary>
    public Guid? TopicId { get; private set; }

    public int Version { get; set; }

    public List<ActivityMeeting> Meetings { get; } = [];

    public List<ActivityInvitation> Invitations { get; } = [];

    public IReadOnlyList<string> SpokenLanguages => Codes(Languages);

    public IReadOnlyList<string> InterpretedLanguages => Codes(Interpreters);

    /// <summary>What can be changed after it was made: all but who holds it and how people come. Broken rules: <c>activity.cancelled</c>, <c>activity.changed-meanwhile</c>.</summary>
    public void Change(ActivityForm to, int seen)
    {
        MustGoOn();
        if (seen != Version)
        {
            throw new RuleBroken("activity.changed-meanwhile");
        }

        (KindCode, VenueId, Title, About, Languages, Interpreters) = (to.KindCode, to.VenueId, to.Title, to.About, string.Join(',', to.Languages), string.Join(',', to.Interpreters));
        (AgeFrom, AgeUntil, OpenToLocals, From, Until) = (to.AgeFrom, to.AgeUntil, to.OpenToLocals, to.From, to.Until);
        if (Admission != Admission.Appointment)
        {
            Capacity = to.Capacity;
        }
    }

    public bool VoteIsOpen(DateOnly today) => VoteUntil >= today && VoteEndedAt is null && CancelledAt is null;

    /// <summary>Where nobody signs up nobody can be asked, and an appointment is of one person. Broken rules: <c>activity.cancelled</c>, <c>vote.nobody-to-ask</c>.</summary>
    public void MustTakeVotes()
    {
        MustGoOn();
        if (Admission is Admission.WalkIn or Admission.Appointment)
        {
            throw new RuleBroken("vote.nobody-to-ask");
        }
    }

    /// <summary>Broken rules: <c>vote.opened</c>, <c>vote.too-few-topics</c>, <c>vote.until-wrong</c>, and those of <see cref="MustTakeVotes"/>.</summary>
    public void OpenVote(DateOnly until, int topics, DateOnly today)
    {
        MustTakeVotes();
        if (VoteUntil is not null)
        {
            throw new RuleBroken("vote.opened");
        }

        if (topics < ActivityTopic.Least)
        {
            throw new RuleBroken("vote.too-few-topics", ActivityTopic.Least);
        }

        if (until < today || until > today.AddYears(1))
        {
            throw new RuleBroken("vote.until-wrong");
        }

        VoteUntil = until;
    }

    /// <summary>Broken rules: <c>vote.closed</c>, <c>vote.has-votes</c>.</summary>
    public void TakeBackVote(int votes, DateOnly today)
    {
        MustBeOpen(today);
        VoteUntil = votes == 0 ? null : throw new RuleBroken("vote.has-votes");
    }

    /// <summary>Broken rules: <c>vote.closed</c>.</summary>
    public void EndVote(DateOnly today, DateTimeOffset now)
    {
        MustBeOpen(today);
        VoteEndedAt = now;
    }

    /// <summary>Broken rules: <c>activity.cancelled</c>, <c>vote.still-open</c>.</summary>
    public void Choose(Guid topicId, DateOnly today)
    {
        MustGoOn();
        TopicId = VoteUntil is not null && !VoteIsOpen(today) ? topicId : throw new RuleBroken("vote.still-open");
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

    private void MustBeOpen(DateOnly today)
    {
        if (!VoteIsOpen(today))
        {
            throw new RuleBroken("vote.closed");
        }
    }

    private static string[] Codes(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
