using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Courses.IntegrationTests.Engine;

/// <summary>
/// Whoever was the first waits with the write until the next ones have checked and want to write too: what the lock prevents happens then in every run, not only in an unlucky one.
/// </summary>
internal sealed partial class LocksNothing(string table, int together) : DbCommandInterceptor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int waiting;

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (IsOfTable(command) || IsDiary(command))
        {
            command.CommandText = Lock().Replace(command.CommandText, "");
        }

        if (Version().IsMatch(command.CommandText))
        {
            command.CommandText = Version().Replace(command.CommandText, "");
            if (IsOfTable(command))
            {
                if (Interlocked.Increment(ref waiting) == together)
                {
                    all.SetResult();
                }

                await Task.WhenAny(all.Task, Task.Delay(Patience, cancellationToken));
            }
        }

        return await base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }

    private bool IsOfTable(DbCommand command) => Regex.IsMatch(Plain(command), $@"\b{Regex.Escape(table)}\b", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static bool IsDiary(DbCommand command) => Plain(command).Contains("timetable.diary", StringComparison.Ordinal);

    /// <summary>Without the brackets that SQL Server's statements carry.</summary>
    private static string Plain(DbCommand command) => command.CommandText.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);

    [GeneratedRegex(@" for no key update$| with \(updlock, rowlock\)", RegexOptions.None, 1000)]
    private static partial Regex Lock();

    [GeneratedRegex(@" AND \[?version\]? = @\w+", RegexOptions.None, 1000)]
    private static partial Regex Version();
}
