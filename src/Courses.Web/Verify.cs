using System.Globalization;
using Courses.Platform.Chain;

namespace Courses.Web;

internal static class Verify
{
    private const string Demo = "--demo";

    /// <summary>
    /// `Courses.Web verify [HEAD]...`: compares every row with what was chained, what follows from them with what stands there, and the chain with heads that were kept outside: lines, hashes, or files of them. `Courses.Web verify FILE.json [HEAD]...`: checks
    /// files of evidence, without the database. Says what is wrong, a line each, and ends with 1 when anything is. Where words were erased only the city's own key tells whether that was all: without COURSES_PASS_KEY it ends with 2, unless
    /// `--demo` says that the city has the keys of a demo.
    /// </summary>
    public static async Task<int> VerifyChain(this IServiceProvider services, string[] kept, TextWriter say)
    {
        var isDemo = kept.Contains(Demo, StringComparer.Ordinal);
        kept = [.. kept.Where(one => one != Demo)];
        var hashes = new List<string>();
        var evidence = new List<string>();
        foreach (var one in kept)
        {
            if (one.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && File.Exists(one))
            {
                evidence.Add(one);
                continue;
            }

            var found = ChainHeadLine.HashesIn(File.Exists(one) ? await File.ReadAllTextAsync(one) : one);
            if (found is [])
            {
                await say.WriteLineAsync($"There is no head in '{one}': give a line as it was kept, its hash, or a file of lines.");
                return 2;
            }

            hashes.AddRange(found);
        }

        if (evidence is not [])
        {
            return await VerifyFiles(evidence, hashes, [.. services.GetServices<EvidenceSum>()], say);
        }

        await using var scope = services.CreateAsyncScope();
        if (!isDemo && string.IsNullOrEmpty(services.GetRequiredService<IConfiguration>()["COURSES_PASS_KEY"]) && await scope.ServiceProvider.GetRequiredService<ChainWalk>().MeetsErasures(CancellationToken.None))
        {
            await say.WriteLineAsync("People were erased here, and only the city's own key tells whether that is all that was changed: set COURSES_PASS_KEY, or say --demo for a city that has none of its own.");
            return 2;
        }

        var verdict = await scope.ServiceProvider.GetRequiredService<ChainWalk>().Run(hashes, CancellationToken.None);
        verdict = verdict with { Faults = [.. verdict.Faults, .. await scope.ServiceProvider.GetRequiredService<DerivedWalk>().Everything(CancellationToken.None)] };
        foreach (var fault in verdict.Faults)
        {
            await say.WriteLineAsync(fault.ToLine());
        }

        await say.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{verdict.Rows} rows in {verdict.Blocks} blocks under {verdict.Heads} heads, of which {hashes.Count} were kept outside; {verdict.Waiting} rows are too new to be chained; faults: {verdict.Faults.Count}{(verdict.Faults.Count >= ChainWalk.Most ? " or more" : "")}."));
        return verdict.Faults is [] ? 0 : 1;
    }

    /// <summary>Without the database: what is in the files, and the heads that were kept.</summary>
    private static async Task<int> VerifyFiles(List<string> files, List<string> kept, EvidenceSum[] sums, TextWriter say)
    {
        var wrong = 0;
        foreach (var file in files)
        {
            var verdict = EvidenceCheck.Of(await File.ReadAllBytesAsync(file), kept, sums);
            foreach (var fault in verdict.Faults)
            {
                await say.WriteLineAsync(fault);
            }

            foreach (var anchor in verdict.Anchors)
            {
                await say.WriteLineAsync((kept.Count == 0 ? "compare with what was kept: " : "stands under: ") + anchor);
            }

            await say.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{file}: {verdict.About}; {verdict.Rows} rows; faults: {verdict.Faults.Count}."));
            wrong += verdict.Faults.Count;
        }

        return wrong == 0 ? 0 : 1;
    }
}
