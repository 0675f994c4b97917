namespace Courses.Activities;

/// <summary>How people come to an activity.</summary>
internal enum Admission
{
    /// <summary>Whoever wants to signs up.</summary>
    OpenCall,

    /// <summary>A partner organisation was given seats, and its people sign up.</summary>
    Invitation,

    /// <summary>Nobody signs up: the door is open at these hours.</summary>
    WalkIn,

    /// <summary>One person at a time, who chooses a time on the phone.</summary>
    Appointment,
}
