using System.Globalization;
using Courses.Platform.Chain;

namespace Courses.Web;

internal static class Verify
{
    /// <summary>
    /// `Courses.Web verify [HEAD]...`: compares every row with what was chained, and the chain with heads that were kept outside: lines, hashes, or files of them. Says what is wrong, a line each, and ends
    /// with 1 when anything is.
    /// </summary>
    public static async Task<int> VerifyChain(this IServiceProvider services, string[] kept, TextWriter say)
    {
        var hashes = new List<string>();
        foreach (var one in kept)
        {
            var found = ChainHeadLine.HashesIn(File.Exists(one) ? await File.ReadAllTextAsync(one) : one);
            if (found is [])
            {
                await say.WriteLineAsync($"There is no head in '{one}': give a line as it was kept, its hash, or a file of lines.");
                return 2;
            }

            hashes.AddRange(found);
        }

        await using var scope = services.CreateAsyncScope();
        var verdict = await scope.ServiceProvider.GetRequiredService<ChainWalk>().Run(hashes, CancellationToken.None);
        foreach (var fault in verdict.Faults)
        {
            await say.WriteLineAsync(fault.ToLine());
        }

        await say.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{verdict.Rows} rows in {verdict.Blocks} blocks under {verdict.Heads} heads, of which {hashes.Count} were kept outside; {verdict.Waiting} rows are too new to be chained; faults: {verdict.Faults.Count}{(verdict.Faults.Count == ChainWalk.Most ? " or more" : "")}."));
        return verdict.Faults is [] ? 0 : 1;
    }
}
