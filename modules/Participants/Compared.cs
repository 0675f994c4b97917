using Courses.Platform.Reading;

namespace Courses.Participants;

/// <summary>
/// By what two records are compared: the name as <see cref="SearchName"/> folds it, the same in Latin letters (empty for who has none), the telephone number as the whole world dials it (empty for none) and the key by
/// which it is looked up.
/// </summary>
internal sealed record Compared(Guid Id, string Name, string Latin, PartialDate? Born, string? Email, string Phone, long? PhoneEnd)
{
    /// <summary>Day and month the other way round, as offices of other countries write them; null where that is the same day or none.</summary>
    public static DateOnly? Swapped(DateOnly date) => date.Day <= 12 && date.Day != date.Month ? new(date.Year, date.Day, date.Month) : null;

    /// <summary>
    /// Why they may be one person; empty when they are two. Families share an address and a telephone, and thousands share a birth date: a name that sounds alike needs one of these, and another name needs two.
    /// </summary>
    public IReadOnlyList<Reason> HasInCommonWith(Compared other)
    {
        var reasons = new List<Reason>();
        if (Born is { } born && other.Born is { } otherBorn)
        {
            var areWhole = born.IsWhole && otherBorn.IsWhole;
            AddIf(areWhole && born == otherBorn, Reason.SameBirthDate);
            AddIf(areWhole && Swapped(born.First) == otherBorn.First, Reason.SwappedBirthDate);
            AddIf(!areWhole && born.MayBe(otherBorn), Reason.PartOfBirthDate);
        }

        AddIf(Phone.Length > 0 && Phone == other.Phone, Reason.SamePhone);
        AddIf(Email is not null && Email == other.Email, Reason.SameMail);
        if (reasons is [])
        {
            return [];
        }

        if (Name == other.Name)
        {
            return [Reason.SameName, .. reasons];
        }

        return SoundsLike(other) ? [Reason.SoundsAlike, .. reasons] : reasons.Contains(Reason.SameBirthDate) && reasons.Count > 1 ? reasons : [];

        void AddIf(bool isSo, Reason reason)
        {
            if (isSo)
            {
                reasons.Add(reason);
            }
        }
    }

    private bool SoundsLike(Compared other) =>
        SearchName.AreAlike(Name, other.Name) || ((Latin.Length > 0 || other.Latin.Length > 0) && SearchName.AreAlike(Latin.Length > 0 ? Latin : Name, other.Latin.Length > 0 ? other.Latin : other.Name));
}
