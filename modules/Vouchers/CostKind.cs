namespace Courses.Vouchers;

/// <summary>What it can cost to come.</summary>
internal enum CostKind
{
    /// <summary>The way there and back.</summary>
    Travel,

    /// <summary>Somebody looked after the children.</summary>
    Childcare,
}
