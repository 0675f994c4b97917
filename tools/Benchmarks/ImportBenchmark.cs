using System.Diagnostics;
using System.Globalization;
using System.Text;
using Courses.Participants;
using Courses.Platform.Database;
using Courses.Platform.Imports;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Benchmarks;

/// <summary>10,000 rows of people and of classes, from the bytes of the file to the last commit, within 30 s each and with less than 200 MB more than the host holds already; and the same file again.</summary>
internal static class ImportBenchmark
{
    private const int Rows = 10_000;
    private const double LimitSeconds = 30;
    private const double LimitMegabytes = 200;

    public static async Task Run(string[] args)
    {
        await using var app = await BenchmarkHost.Start();
        Guid provider;
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
            var added = new Provider { Name = "Benchmark", Email = "bench@example.org", CreatedAt = DateTimeOffset.UnixEpoch };
            db.Add(added);
            await db.SaveChangesAsync();
            provider = added.Id;
        }

        await Measure(app.Services, "import-people", People(), "people", null, []);
        await Measure(app.Services, "import-classes", Classes(), "classes", provider, new() { ["taught"] = "de", ["integration"] = "named" });
    }

    private static async Task Measure(IServiceProvider services, string name, byte[] list, string kind, Guid? provider, Dictionary<string, string> answers)
    {
        foreach (var (figure, expected) in new[] { ($"{name}-{Rows}", Rows), ($"{name}-{Rows}-again", 0) })
        {
            var before = Environment.WorkingSet / 1e6;
            using var memory = new PeakMemory();
            var watch = Stopwatch.StartNew();
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
            var importing = scope.ServiceProvider.GetRequiredService<Importing>();
            var file = new ImportFile
            {
                Kind = kind,
                ProviderId = provider,
                FileName = name + ".csv",
                Content = list,
                UploadedAt = TimeProvider.System.GetUtcNow(),
                UploadedBy = Guid.NewGuid(),
                UploadedByName = "Benchmark",
            };
            file.Choose(new() { Answers = answers });
            db.Add(file);
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
            await importing.Preview(file, default);
            await importing.Check(file.Id, (_, _) => Task.CompletedTask, default);
            await importing.Run(file.Id, (_, _) => Task.CompletedTask, default);
            var done = await db.FindAsync<ImportFile>(file.Id);
            if (done!.WrittenRows != expected)
            {
                throw new InvalidOperationException($"{figure}: {done.WrittenRows} rows written, {done.KnownRows} known, {done.WrongRows} wrong; expected {expected}.");
            }

            Figure.AtMost(figure, watch.Elapsed.TotalSeconds, "s", LimitSeconds);
            Figure.AtMost($"{figure}-memory", memory.Megabytes - before, "MB-more", LimitMegabytes);
        }
    }

    private static byte[] People()
    {
        string[] given = ["Mehmet", "Наталія", "رضا", "Amara", "Trần Văn", "Zeynep", "Андрій", "فاطمة"];
        string[] family = ["Yılmaz", "Бондаренко", "رضایی", "Okafor", "Đức", "Öztürk", "Ткачук", "العلي"];
        string[] statuses = ["bēglis", "trešās valsts pilsonis", "pagaidu aizsardzība", "ES pilsonis", "alternatīvais statuss", "patvēruma meklētājs"];
        var text = new StringBuilder("Nr.;Vārds;Uzvārds;Dzimšanas datums;Dzimums;Dzimtā valoda;Statuss;Statuss piešķirts;E-pasts;Tālrunis;Latviešu valodas līmenis;Piezīmes\r\n");
        for (var i = 0; i < Rows; i++)
        {
            var birth = new DateOnly(1955, 1, 1).AddDays(i * 7 % 18_000);
            text.Append(CultureInfo.InvariantCulture, $"{i + 1};{given[i % 8]};{family[i / 8 % 8]};{birth:dd.MM.yyyy}.;{(i % 2 == 0 ? "V" : "S")};uk;{statuses[i % 6]};{new DateOnly(2025, 1, 1).AddDays(i % 500):dd.MM.yyyy};p{i}@example.org;+371 2{i:0000000};A1;\r\n");
        }

        return [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static byte[] Classes()
    {
        string[] days = ["Mo, Mi", "Di+Do", "Mo Mi Fr", "Sa"];
        var text = new StringBuilder("Kursnummer;Kurs;Niveau;Ort;Adresse;Wochentage;Beginn;Ende;Start;Ende Kurs;UE;Plätze;Lehrkraft;Preis EUR;Kinderbetreuung\r\n");
        for (var i = 0; i < Rows; i++)
        {
            var first = new DateOnly(2026, 9, 1).AddDays(i % 60);
            text.Append(CultureInfo.InvariantCulture, $"DE-{i};Deutsch am Abend;A{1 + (i % 2)};Station {i % 20};Hauptplatz {i % 20}, 1050 Wien;{days[i % 4]};17.45;20.15;{first:dd.MM.yyyy};{first.AddDays(100):dd.MM.yyyy};;20;Dr. Kovač;300,00;ja\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
