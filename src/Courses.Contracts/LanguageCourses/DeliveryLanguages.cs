namespace Courses.Contracts.LanguageCourses;

/// <summary>The languages in which cities hold modules, activities and consultations for newcomers, ISO 639: those of Vienna's information modules, and others that are often asked for. The pages have fewer.</summary>
public static class DeliveryLanguages
{
    public static readonly IReadOnlyList<string> All =
        ["am", "ar", "bg", "bn", "bs", "cs", "de", "en", "es", "fa", "fr", "hi", "hr", "hu", "ku", "lv", "pa", "pl", "ps", "ro", "ru", "sk", "so", "sq", "sr", "ti", "tr", "uk", "ur", "vi", "zh"];
}
