using Courses.Vouchers.Features;

namespace Courses.Vouchers.Pages;

/// <summary>
/// What a page shows of a statement: every line where they are few or all are wanted, otherwise the classes, and each opens into its lines. A class has no more lines than seats.
/// </summary>
/// <param name="Lines">All of one provider.</param>
/// <param name="Class">Only these of one class.</param>
/// <param name="IsWhole">To print.</param>
/// <param name="Address">The page, to which <c>class=</c> or <c>all=true</c> is added.</param>
internal sealed record StatementPart(IReadOnlyList<StatementLine> Lines, Guid? Class, bool IsWhole, string Address)
{
    public const int Few = 40;

    public bool IsByClass => Class is null && !IsWhole && Lines.Count > Few;

    public IReadOnlyList<StatementLine> Shown => Class is null ? Lines : [.. Lines.Where(line => line.GroupId == Class)];
}
