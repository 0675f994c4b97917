namespace Courses.Contracts.Access;

/// <summary>Whether two accounts are two people: an account that one of them made, invited, reset or raised is no second pair of eyes.</summary>
public interface IFourEyes
{
    /// <summary>How long an account stays in the hand that made, invited, reset or raised it: <c>COURSES_FOUR_EYES_DAYS</c>, 30 days by default.</summary>
    int Days { get; }

    /// <returns>Whether neither has had a hand in the other's account within the last <see cref="Days"/>, and they are two accounts at all.</returns>
    Task<bool> AreIndependent(Guid first, Guid second, CancellationToken cancel);

    /// <returns>From when on they are independent: long past when neither ever had a hand in the other's account; null for one and the same account.</returns>
    Task<DateTimeOffset?> IndependentFrom(Guid first, Guid second, CancellationToken cancel);
}
