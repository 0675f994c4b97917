namespace Courses.Seed;

/// <summary>Twelve invented providers in districts that exist, so that maps and distances mean something.</summary>
internal static class Places
{
    public static readonly (string Name, string Email, string Iban)[] Providers =
    [
        ("Sprachhaus Favoriten", "office@sprachhaus.example", "AT611904300234573201"),
        ("Volksbildung Donau", "kurse@vb-donau.example", "AT483200000012345864"),
        ("Brücke – Verein für Bildung", "hallo@bruecke.example", "AT022050302101023600"),
        ("Lernwerkstatt Ottakring", "info@lernwerkstatt.example", "AT026000000001349870"),
        ("Haus der Begegnung Meidling", "deutsch@begegnung.example", "AT571100000262729520"),
        ("Mosaik Kursinstitut", "office@mosaik.example", "AT131490022010010999"),
        ("Frauenzentrum Lilith", "kurse@lilith.example", "AT932011100000000042"),
        ("Abendschule Brigittenau", "schule@abend.example", "AT382011100000000062"),
        ("Horizont Sprachen", "mail@horizont.example", "AT672011100000000025"),
        ("Jugendcollege Simmering", "college@simmering.example", "AT242011100000000023"),
        ("Nachbarschaftshaus Penzing", "haus@penzing.example", "AT492011100000000058"),
        ("Universität der Vielen", "courses@vielen.example", "AT762011100000000057"),
    ];

    public static readonly (string District, string Address, double Latitude, double Longitude)[] Venues =
    [
        ("10. Favoriten", "Laxenburger Straße 12, 1100 Wien", 48.1780, 16.3735),
        ("2. Leopoldstadt", "Taborstraße 40, 1020 Wien", 48.2210, 16.3820),
        ("3. Landstraße", "Landstraßer Hauptstraße 71, 1030 Wien", 48.2020, 16.3925),
        ("16. Ottakring", "Thaliastraße 85, 1160 Wien", 48.2105, 16.3270),
        ("12. Meidling", "Meidlinger Hauptstraße 30, 1120 Wien", 48.1775, 16.3330),
        ("6. Mariahilf", "Gumpendorfer Straße 63, 1060 Wien", 48.1960, 16.3530),
        ("15. Rudolfsheim-Fünfhaus", "Märzstraße 42, 1150 Wien", 48.1990, 16.3290),
        ("20. Brigittenau", "Wallensteinstraße 18, 1200 Wien", 48.2300, 16.3720),
        ("1. Innere Stadt", "Schottenring 5, 1010 Wien", 48.2145, 16.3640),
        ("11. Simmering", "Simmeringer Hauptstraße 96, 1110 Wien", 48.1700, 16.4210),
        ("14. Penzing", "Linzer Straße 128, 1140 Wien", 48.1965, 16.3040),
        ("21. Floridsdorf", "Am Spitz 3, 1210 Wien", 48.2570, 16.4000),
        ("22. Donaustadt", "Wagramer Straße 94, 1220 Wien", 48.2420, 16.4330),
        ("9. Alsergrund", "Spitalgasse 2, 1090 Wien", 48.2180, 16.3560),
        ("5. Margareten", "Reinprechtsdorfer Straße 20, 1050 Wien", 48.1870, 16.3550),
        ("17. Hernals", "Kalvarienberggasse 28, 1170 Wien", 48.2200, 16.3310),
    ];
}
