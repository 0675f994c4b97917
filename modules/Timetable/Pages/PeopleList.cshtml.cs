using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Timetable.Features;

namespace Courses.Timetable.Pages;

/// <summary>The participant list on paper.</summary>
[Audience(Roles.ProviderManager, Roles.Coach, Roles.Administrator)]
internal sealed class PeopleListModel(CoursesDb db, ChangeGroup change, ILanguageCourses courses, IEligibility eligibility, IProviders providers, IParticipants participants, IStaff staff, Caller caller, TimeProvider clock)
    : GroupPageModel(db, change, courses, eligibility, providers, participants, staff, caller, clock);
