using System.Text;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Work;
using Microsoft.AspNetCore.Http;

namespace Courses.Reporting.Features;

/// <summary>
/// One letter to all people behind a number, each in their own language: a prepared sentence, words of one's own, or both. It goes out as work, in pieces that are committed one by one; whoever has it
/// already does not get it twice, however often the work runs. Who gets it is decided when it is asked for: the people that the sender has seen counted.
/// </summary>
internal sealed class WriteToAll(CoursesDb db, IHttpContextAccessor accessor, IStaff staff, IMessages messages, IAudit audit, Caller caller) : IWork
{
    public const string Name = "write-to-all";
    public const string Letter = "to-all";
    public const string Reasons = "to-all";
    private const int AtOnce = 500;

    /// <summary>Names are needed to know to whom one writes.</summary>
    public static bool MayWrite(Caller caller) => caller.Is(Roles.Administrator) && caller.May(Permissions.CaseData);

    /// <summary>The people of these rows, each once, in an order that is the same for everybody.</summary>
    /// <param name="set">A set of OData whose rows are people or name one.</param>
    /// <param name="options">What the table is narrowed by.</param>
    /// <param name="http">Whose rows.</param>
    public static async Task<IReadOnlyList<Guid>> PeopleBehind(string set, IEnumerable<KeyValuePair<string, string?>> options, HttpContext http)
    {
        var column = ColumnOf(set);
        var question = set + QueryString.Create(options.Where(option => !string.IsNullOrEmpty(option.Value)).Append(new("$select", column)));
        var people = new SortedSet<Guid>();
        await foreach (var piece in ExportRows.TableOf(question, http).Pieces(5_000))
        {
            people.UnionWith(Encoding.UTF8.GetString(piece.Csv).Split('\n', StringSplitOptions.TrimEntries).Select(line => Guid.TryParse(line.Trim('"'), out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty));
        }

        return [.. people];
    }

    /// <summary>Sets whose rows are people, or name one.</summary>
    public static bool NamesPeople(string set) => set == "Participants" || ReadOData.Shared.ColumnsOf(set).Contains("ParticipantId");

    private static string ColumnOf(string set) => set == "Participants" ? "Id" : NamesPeople(set) ? "ParticipantId" : throw new NotFound("The people");

    public async Task<WorkDone> Run(WorkOrder order, CancellationToken cancel)
    {
        var wanted = order.Read<ToAll>();
        var asker = await staff.Now(wanted.AskedBy, cancel);
        if (asker is not null)
        {
            // What the person may now counts, and not what it was when they asked.
            accessor.HttpContext!.User = asker.Principal;
        }

        if (asker is null || !MayWrite(caller))
        {
            throw new RuleBroken("to-all.no-right");
        }

        var (done, reason) = (0, new GivenReason(wanted.Code, wanted.Text, wanted.Language).AsDetail());
        foreach (var people in wanted.People.Chunk(AtOnce))
        {
            await db.Transact(
                () => messages.QueueMany(
                    [.. people.Select(person => new NewMessage { ParticipantId = person, Kind = Letter, OnceKey = $"{Letter}:{order.Id:N}:{person:N}", Details = [reason] })], cancel),
                cancel);
            db.ChangeTracker.Clear();
            done += people.Length;
            await order.Report(done, wanted.People.Count);
        }

        await db.Transact(
            () =>
            {
                audit.Record("letter.to-all", order.Id, $"{wanted.Set} {wanted.People.Count}");
                return Task.CompletedTask;
            },
            cancel);
        return new("to-all.done", wanted.Back, wanted.People.Count);
    }
}

/// <param name="AskedBy">Who writes.</param>
/// <param name="Set">Whose table it was.</param>
/// <param name="Back">The table.</param>
/// <param name="People">To whom.</param>
/// <param name="Code">The prepared sentence.</param>
/// <param name="Text">Words of their own.</param>
/// <param name="Language">The language that these are in.</param>
internal sealed record ToAll(Guid AskedBy, string Set, string Back, IReadOnlyList<Guid> People, string? Code, string? Text, string? Language);
