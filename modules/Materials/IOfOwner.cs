namespace Courses.Materials;

/// <summary>What the city keeps for all, or an organisation for its own trainers.</summary>
internal interface IOfOwner
{
    /// <summary>Null for the city.</summary>
    Guid? ProviderId { get; }
}
