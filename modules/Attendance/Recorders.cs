using Courses.Contracts.Access;
using Courses.Platform.Errors;
using Courses.Platform.Users;

namespace Courses.Attendance;

/// <summary>Whose registers the caller may see and write: a tablet and a manager those of their provider, a teacher the own ones.</summary>
internal sealed class Recorders(Caller caller)
{
    public string Name => caller.Name;

    public Guid CallerId => caller.Id;

    public Recorder Current() => new(caller.OrganisationId ?? throw new Forbidden(), IsOnlyTeacher ? caller.Id : null, caller.Is(Roles.Tablet));

    /// <summary>Who signs: the account itself, and on a tablet, which several teachers share, whoever signs there, with the tablet's name.</summary>
    public string SignsAs(string typed) => caller.Is(Roles.Tablet) ? $"{typed} ({caller.Name})" : caller.Name;

    /// <summary>A tablet is its credential; a person may use several browsers, each of which has an id of its own.</summary>
    public Guid DeviceOr(Guid? installation) => caller.Is(Roles.Tablet) || installation is null ? caller.Id : installation.Value;

    /// <summary>Another provider's session does not exist for this caller, nor does another teacher's.</summary>
    public bool MayOpen(SessionInfo session) => session.ProviderId == caller.OrganisationId && (!IsOnlyTeacher || session.TeacherId == caller.Id);

    private bool IsOnlyTeacher => caller.Is(Roles.Teacher) && !caller.Is(Roles.ProviderManager) && !caller.Is(Roles.Tablet);
}
