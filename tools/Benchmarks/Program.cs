using Courses.Benchmarks;

// One entry a benchmark: what tools/bench is called with.
var benchmarks = new SortedDictionary<string, Func<string[], Task>>(StringComparer.Ordinal)
{
    ["chain"] = ChainBenchmark.Run,
    ["dashboard"] = DashboardBenchmark.Run,
    ["eligibility"] = EligibilityBenchmark.Run,
    ["import"] = ImportBenchmark.Run,
    ["ingest"] = IngestBenchmark.Run,
    ["jobs"] = JobsBenchmark.Run,
    ["mail"] = MailBenchmark.Run,
    ["odata"] = ODataBenchmark.Run,
    ["register"] = RegisterBenchmark.Run,
    ["reminders"] = RemindersBenchmark.Run,
    ["search"] = SearchBenchmark.Run,
    ["vouchers"] = VouchersBenchmark.Run,
};

if (args is [] || !benchmarks.TryGetValue(args[0], out var benchmark))
{
    Console.Error.WriteLine("tools/bench " + string.Join(" | ", benchmarks.Keys));
    return args is [] ? 0 : 2;
}

await benchmark(args[1..]);
return Figure.AllMet ? 0 : 1;
