using Microsoft.Extensions.Configuration;

namespace Courses.Messaging;

/// <summary>How the gateway says what became of a text: under which names its report has our number and the status, and which words mean that it arrived, or never will.</summary>
internal sealed class SmsReports(IConfiguration configuration)
{
    /// <summary>Whoever says it in the address is the gateway.</summary>
    public SharedSecret Secret { get; } = new(configuration["COURSES_SMS_REPORT_SECRET"]);

    public string IdField { get; } = configuration["COURSES_SMS_REPORT_ID"] ?? "id";

    public string StatusField { get; } = configuration["COURSES_SMS_REPORT_STATUS"] ?? "status";

    private HashSet<string> Delivered { get; } = Words(configuration["COURSES_SMS_REPORT_DELIVERED"] ?? "delivered,delivrd");

    private HashSet<string> Failed { get; } = Words(configuration["COURSES_SMS_REPORT_FAILED"] ?? "failed,undelivered,undeliv,rejected,rejectd,expired");

    /// <summary>True: it arrived. False: it never will. Null: it is still on its way, or the word is none that we were told of.</summary>
    public bool? Arrived(string status) => Delivered.Contains(status) ? true : Failed.Contains(status) ? false : null;

    private static HashSet<string> Words(string list) => new(list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);
}
