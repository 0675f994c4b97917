namespace Courses.Reporting;

/// <summary>A row that is added up ahead. Its id is made of what the row is about, so that it stays the same however often it is written; rows of the same values are equal.</summary>
internal interface IAddedUp
{
    Guid Id { get; }
}
