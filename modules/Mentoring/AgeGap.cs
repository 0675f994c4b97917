namespace Courses.Mentoring;

/// <summary>How far the ages of two people lie apart, in bands: whoever knows one of them does not read the other.</summary>
internal enum AgeBand
{
    Alike,
    Apart,
    FarApart,
    Unknown,
}

/// <param name="Band">Up to <paramref name="Years"/>, up to twice as much, or more.</param>
/// <param name="Years">So many years are still alike.</param>
/// <param name="Matters">The template asks for people of like age.</param>
internal sealed record AgeGap(AgeBand Band, int Years, bool Matters)
{
    private const int Usual = 10;

    public bool IsTooFar => Matters && Band is AgeBand.Apart or AgeBand.FarApart;

    public int UpTo => Band == AgeBand.Alike ? Years : 2 * Years;

    public static AgeGap Of(int? one, int other, PairTerms terms)
    {
        var years = terms.AlikeYears ?? Usual;
        var band = one is not { } born ? AgeBand.Unknown : Math.Abs(born - other) is var apart && apart <= years ? AgeBand.Alike : apart <= 2 * years ? AgeBand.Apart : AgeBand.FarApart;
        return new(band, years, terms.AlikeYears is not null);
    }
}
