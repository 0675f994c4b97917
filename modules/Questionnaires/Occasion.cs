namespace Courses.Questionnaires;

/// <summary>When somebody is asked.</summary>
internal enum Occasion
{
    /// <summary>When an administrator says so.</summary>
    ByHand,
    Registration,

    /// <summary>After a run of an orientation module, whoever was there.</summary>
    ModuleEnd,

    /// <summary>After a class, whoever was there.</summary>
    CourseEnd,
    PairEnd,
    TwiceAYear,
    HalfYearAfterCourse,
    HalfYearAfterPair,
}
