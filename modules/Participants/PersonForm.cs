using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Participants;
using Courses.Platform.Languages;
using Courses.Platform.Web;
using Courses.Platform.Reading;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Courses.Participants;

/// <summary>The fields of a person as a coach fills them in, at registration and later.</summary>
internal sealed class PersonForm
{
    /// <summary>Languages of the start coaching, and a few that newcomers' centres ask for.</summary>
    public static readonly IReadOnlyList<string> Languages =
    [
        "en", "de", "lv", "uk", "ru", "ar", "fa", "tr", "am", "bg", "bn", "bs", "cs", "es", "fr", "hi", "hr", "hu", "ka", "ku", "pa", "pl", "ps", "pt", "ro", "sk", "so", "sq", "sr", "ti",
        "ur", "uz", "vi", "zh",
    ];

    /// <summary>One name is enough; it is the given name then.</summary>
    [RequiredWithout(nameof(FamilyName)), StringLength(120)]
    public string? GivenName { get; set; }

    [StringLength(120)]
    public string? FamilyName { get; set; }

    [StringLength(120)]
    public string? LatinGivenName { get; set; }

    [StringLength(120)]
    public string? LatinFamilyName { get; set; }

    [Required, DateOf(DateMeaning.Birth)]
    public PartialDate? BirthDate { get; set; }

    [StringLength(1)]
    public string? Gender { get; set; }

    [Required, StringLength(8)]
    public string? Language { get; set; }

    [Mail, StringLength(254)]
    public string? Email { get; set; }

    [StringLength(40)]
    public string? Phone { get; set; }

    [Address, StringLength(PostalAddress.Longest)]
    public string? Address { get; set; }

    [DateOf(DateMeaning.Past), NotBefore(nameof(BirthDate))]
    public DateOnly? FirstPermitOn { get; set; }

    [DateOf(DateMeaning.Past), NotBefore(nameof(BirthDate))]
    public DateOnly? ArrivedOn { get; set; }

    [StringLength(200)]
    public string? ResidenceCentre { get; set; }

    public bool? IsFamilyMember { get; set; }

    public bool? IsRegisteredInCity { get; set; }

    public bool? Works { get; set; }

    public List<Need> Needs { get; set; } = [];

    /// <summary>Yes, no, or nobody knows.</summary>
    public static IReadOnlyList<SelectListItem> Known(Words words) => [.. new[] { "", "True", "False" }.Select(value => new SelectListItem(words["person.known." + value], value))];

    public static PersonForm Of(Participant person) => new()
    {
        GivenName = person.GivenName,
        FamilyName = person.FamilyName,
        LatinGivenName = person.LatinGivenName,
        LatinFamilyName = person.LatinFamilyName,
        BirthDate = person.Born,
        Gender = person.Gender,
        Language = person.Language,
        Email = person.Email,
        Phone = person.Phone,
        Address = person.Address,
        FirstPermitOn = person.FirstPermitOn,
        ArrivedOn = person.ArrivedOn,
        ResidenceCentre = person.ResidenceCentre,
        IsFamilyMember = person.IsFamilyMember,
        IsRegisteredInCity = person.IsRegisteredInCity,
        Works = person.Works,
        Needs = [.. person.Needs.Select(need => need.Need).Order()],
    };

    /// <summary>What stands in a field, with the key of its label.</summary>
    public (string Label, string Said) Said(string field, Words words) => field switch
    {
        nameof(GivenName) => ("person.given-name", GivenName ?? ""),
        nameof(FamilyName) => ("person.family-name", FamilyName ?? ""),
        nameof(LatinGivenName) => ("person.latin-given-name", LatinGivenName ?? ""),
        nameof(LatinFamilyName) => ("person.latin-family-name", LatinFamilyName ?? ""),
        nameof(BirthDate) => ("person.birth-date", BirthDate is { } born ? Shown.DateOrPart(born) : ""),
        nameof(Gender) => ("person.gender", words["person.gender." + Gender]),
        nameof(Language) => ("person.language", Shown.LanguageName(Language ?? "en")),
        nameof(Email) => ("person.email", Email ?? ""),
        nameof(Phone) => ("person.phone", Phone ?? ""),
        nameof(Address) => ("person.address", Address ?? ""),
        nameof(FirstPermitOn) => ("person.first-permit", DateIn(FirstPermitOn)),
        nameof(ArrivedOn) => ("person.arrived", DateIn(ArrivedOn)),
        nameof(ResidenceCentre) => ("person.centre", ResidenceCentre ?? ""),
        nameof(IsFamilyMember) => ("person.family-member", words["person.known." + IsFamilyMember]),
        nameof(IsRegisteredInCity) => ("person.registered-in-city", words["person.known." + IsRegisteredInCity]),
        nameof(Works) => ("person.works", words["person.known." + Works]),
        _ => ("person.needs", string.Join(", ", Needs.Select(need => words["need." + need]))),
    };

    private static string DateIn(DateOnly? date) => date is { } day ? Shown.Date(day) : "";

    public Person ToPerson() => new()
    {
        GivenName = string.IsNullOrWhiteSpace(GivenName) ? FamilyName! : GivenName,
        FamilyName = string.IsNullOrWhiteSpace(GivenName) ? "" : FamilyName ?? "",
        LatinGivenName = string.IsNullOrWhiteSpace(GivenName) ? LatinFamilyName ?? LatinGivenName : LatinGivenName,
        LatinFamilyName = string.IsNullOrWhiteSpace(GivenName) ? null : LatinFamilyName,
        BirthDate = BirthDate!.Value.First,
        BirthParts = BirthDate.Value.Parts,
        Gender = Gender ?? "",
        Language = Language!,
        Email = MailAddresses.Read(Email ?? ""),
        Phone = Phone,
        Address = Address,
        FirstPermitOn = FirstPermitOn,
        ArrivedOn = ArrivedOn,
        ResidenceCentre = ResidenceCentre,
        IsFamilyMember = IsFamilyMember,
        IsRegisteredInCity = IsRegisteredInCity,
        Works = Works,
    };
}
