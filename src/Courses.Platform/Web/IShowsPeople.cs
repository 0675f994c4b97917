namespace Courses.Platform.Web;

/// <summary>In which way somebody was seen.</summary>
public enum LookKind
{
    /// <summary>A page about this one person.</summary>
    Record,

    /// <summary>A list that was opened, with others.</summary>
    List,

    /// <summary>Somebody typed something, and the person was among what was found.</summary>
    Search,
}

/// <summary>A page for staff on which people stand by name. It says whom it shows; each time it is shown leaves a trace that these people may read.</summary>
public interface IShowsPeople
{
    /// <summary>Asked after the page was loaded; empty when it shows nobody, or nobody's name.</summary>
    IEnumerable<Guid> PeopleShown { get; }

    LookKind LooksAt => LookKind.List;

    /// <summary>The words that were searched for.</summary>
    string? Typed => null;
}
