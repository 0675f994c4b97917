using System.Collections.Frozen;
using Courses.Contracts.Messaging;

namespace Courses.Messaging;

/// <summary>The kinds of letters that the modules registered: whoever queues another would send a letter without words.</summary>
internal sealed class MessageKinds(IEnumerable<MessageKind> kinds)
{
    private readonly FrozenDictionary<string, MessageKind> byName = kinds.ToFrozenDictionary(kind => kind.Name);

    public IEnumerable<MessageKind> All => byName.Values.OrderBy(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>The names of those that come at most once a day, together.</summary>
    public IReadOnlyCollection<string> ThatGather { get; } = [.. kinds.Where(kind => kind.Gathers).Select(kind => kind.Name)];

    public bool GoesOnPaper(string name) => byName.TryGetValue(name, out var kind) && kind is { NeverOnPaper: false, ForStaff: false };

    public bool Gathers(string name) => byName.TryGetValue(name, out var kind) && kind.Gathers;

    public void MustKnow(string name, bool forStaff)
    {
        if (!byName.TryGetValue(name, out var kind) || kind.ForStaff != forStaff)
        {
            throw new InvalidOperationException($"No module registered letters of the kind '{name}' for {(forStaff ? "staff" : "newcomers")}. Add a MessageKind beside the module's services, and its words.");
        }
    }
}
