using Courses.Platform.Languages;

namespace Courses.Tests.Words;

public sealed class LatvianDatesTests
{
    [Theory]
    [InlineData("Tas ir spēkā līdz 2026. gada 26. novembris.", "Tas ir spēkā līdz 2026. gada 26. novembrim.")]
    [InlineData("Izmantojiet līdz 1. marts.", "Izmantojiet līdz 1. martam.")]
    [InlineData("Spēkā no 2026. gada 1. aprīlis.", "Spēkā no 2026. gada 1. aprīļa.")]
    [InlineData("kopš 2026. gada 5. augusts", "kopš 2026. gada 5. augusta")]
    [InlineData("Šis kurss beidzās 2026. gada 26. novembris.", "Šis kurss beidzās 2026. gada 26. novembrī.")]
    [InlineData("Mainīta 3. jūlijs, plkst. 14:05", "Mainīta 3. jūlijā, plkst. 14:05")]
    [InlineData("no 1. janvāris līdz 31. decembris", "no 1. janvāra līdz 31. decembrim")]
    [InlineData("Datums: 2026. gada 26. novembris", "Datums: 2026. gada 26. novembris")]
    [InlineData("2026. gada 26. novembris", "2026. gada 26. novembris")]
    [InlineData("{0} – (2026. gada 26. novembris)", "{0} – (2026. gada 26. novembris)")]
    [InlineData("rinda 5. Jānis", "rinda 5. Jānis")]
    public void A_date_has_the_case_of_its_place(string said, string right) => Assert.Equal(right, LatvianDates.InTheirCase(said));

    /// <summary>Every month in every case, as a grammar has them.</summary>
    [Fact]
    public void Every_month_bends()
    {
        string[] named = ["janvāris", "februāris", "marts", "aprīlis", "maijs", "jūnijs", "jūlijs", "augusts", "septembris", "oktobris", "novembris", "decembris"];
        string[] until = ["janvārim", "februārim", "martam", "aprīlim", "maijam", "jūnijam", "jūlijam", "augustam", "septembrim", "oktobrim", "novembrim", "decembrim"];
        string[] since = ["janvāra", "februāra", "marta", "aprīļa", "maija", "jūnija", "jūlija", "augusta", "septembra", "oktobra", "novembra", "decembra"];
        string[] on = ["janvārī", "februārī", "martā", "aprīlī", "maijā", "jūnijā", "jūlijā", "augustā", "septembrī", "oktobrī", "novembrī", "decembrī"];
        Assert.Equal(until, named.Select(month => Said("līdz", month)));
        Assert.Equal(since, named.Select(month => Said("kopš", month)));
        Assert.Equal(on, named.Select(month => Said("sākās", month)));

        // As the product writes them, with the names of the months that the runtime has.
        Assert.Equal(on, Enumerable.Range(1, 12).Select(month => Said("sākās", Shown.Date(Language.Of("lv").Culture, new(2026, month, 1)).Split(' ')[^1])));

        static string Said(string word, string month) => LatvianDates.InTheirCase($"{word} 2026. gada 1. {month}").Split(' ')[^1];
    }
}
