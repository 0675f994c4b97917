using Courses.Platform.Database;
using Courses.Platform.Errors;

namespace Courses.Questionnaires;

/// <summary>Questions that the city asks again and again. What they are stands in its editions.</summary>
internal sealed class Questionnaire : IVersioned
{
    public Guid Id { get; init; }

    public required string Code { get; init; }

    /// <summary>Never changes, whatever an edition says: whoever answered was promised it.</summary>
    public required bool IsAnonymous { get; init; }

    /// <summary>People are asked from this day on; null before somebody said so.</summary>
    public DateOnly? OpenedOn { get; private set; }

    public DateOnly? ClosedOn { get; private set; }

    public int Version { get; set; }

    public bool IsOpen => OpenedOn is not null && ClosedOn is null;

    public void Open(DateOnly today)
    {
        if (!IsOpen)
        {
            (OpenedOn, ClosedOn) = (today, null);
        }
    }

    public void Close(DateOnly today)
    {
        if (IsOpen)
        {
            ClosedOn = today;
        }
    }

    /// <summary>Broken rules: <c>questionnaire.closed</c>.</summary>
    public void MustBeOpen()
    {
        if (!IsOpen)
        {
            throw new RuleBroken("questionnaire.closed");
        }
    }
}
