namespace Courses.OData;

/// <summary>Some rows of a set for a page of the host: what people open who do not ask in OData.</summary>
public sealed record ODataPage
{
    /// <summary>Why there are none: the query could not be understood, costs too much, or asks for what this caller may not see. Null when there are.</summary>
    public string? Refusal { get; init; }

    /// <summary>All rows that match, whatever is shown of them.</summary>
    public long Count { get; init; }

    /// <summary>The columns that this caller may see, by their names in OData; those of a row beside it with the way before them: <c>Participant/GivenName</c>.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The values in the order of the columns, as the row types have them.</summary>
    public IReadOnlyList<object?[]> Rows { get; init; } = [];

    /// <summary>The <c>$expand</c> that brings the same columns in OData; empty for none.</summary>
    public string Expand { get; init; } = "";

    /// <summary>The <c>$skiptoken</c> of the next page; null after the last.</summary>
    public string? Next { get; init; }
}
