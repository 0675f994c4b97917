namespace Courses.Services;

/// <summary>What one organisation keeps, and other organisations do not see.</summary>
internal interface IOfOrganisation
{
    Guid ProviderId { get; }
}
