using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Courses.Platform.Jobs;

/// <summary>
/// The tables of Quartz 4.7 in our own model, so that both migration sets hold them and nobody runs its scripts, which begin with drops.
/// The scheduler checks them when it starts and refuses a schema that does not fit: an upgrade that needs a column is noticed at once.
/// </summary>
internal static class SchedulerTables
{
    public const string Prefix = "quartz.qrtz_";

    // One line a column: name, type, 'null' where it may be empty. Types and lengths are the tighter of the two engines' scripts.
    private const string JobDetails = """
        job_name s150
        job_group s150
        description s250 null
        job_class_name s250
        is_durable bool
        is_nonconcurrent bool
        is_update_data bool
        requests_recovery bool
        job_data bytes null
        """;

    private const string Triggers = """
        trigger_name s150
        trigger_group s150
        job_name s150
        job_group s150
        description s250 null
        next_fire_time long null
        prev_fire_time long null
        priority int null
        trigger_state s16
        trigger_type s8
        start_time long
        end_time long null
        calendar_name s200 null
        misfire_instr int null
        misfire_orig_fire_time long null
        execution_group s200 null
        preferred_node s200 null
        preferred_node_auto flag
        retry_policy s250 null
        retry_attempt int null
        continues_trigger_name s150 null
        continues_trigger_group s150 null
        continuation_condition int null
        overlap_policy int null
        pause_reason s250 null
        paused_by s200 null
        paused_at long null
        misfire_threshold long null
        fixed_delay bool null
        job_data bytes null
        """;

    private const string FiredTriggers = """
        entry_id s140
        trigger_name s150
        trigger_group s150
        instance_name s200
        fired_time long
        sched_time long
        priority int
        state s16
        job_name s150 null
        job_group s150 null
        is_nonconcurrent bool null
        requests_recovery bool null
        execution_group s200 null
        progress int null
        progress_message s250 null
        interrupt_requested_time long null
        """;

    private const string TriggerKey = """
        trigger_name s150
        trigger_group s150
        """;

    private const string Pause = """
        pause_reason s250 null
        paused_by s200 null
        paused_at long null
        """;

    private const string ExecutionHistory = """
        entry_id s140
        instance_name s200
        job_name s150
        job_group s150
        trigger_name s150
        trigger_group s150
        fired_time long
        run_time long
        succeeded bool
        error_message s1000 null
        retry_attempt count
        retry_scheduled flag
        execution_log text null
        result int null
        summary s1000 null
        metrics text null
        manual bool null
        fire_instance_id s140 null
        job_input text null
        job_input_too_large bool null
        """;

    private const string MisfireHistory = """
        entry_id s140
        instance_name s200
        trigger_name s150
        trigger_group s150
        job_name s150 null
        job_group s150 null
        misfire_time long
        sched_time long null
        reason int null
        """;

    private const string JobStatus = """
        job_group s150
        job_name s150
        first_fired_time long
        last_fired_time long
        last_result int
        last_run_time long
        last_instance_name s200
        last_entry_id s140 null
        last_summary s1000 null
        last_success_time long null
        last_failure_time long null
        last_failure_message s1000 null
        consecutive_failures count
        run_count count-long
        failure_count count-long
        """;

    public static void Tables(ModelBuilder model)
    {
        Table(model, "job_details", JobDetails, ["job_name", "job_group"], ["job_group", "job_name"]);
        Table(model, "triggers", Triggers, ["trigger_name", "trigger_group"], ["job_name", "job_group"], ["trigger_group", "trigger_name"], ["calendar_name"], ["trigger_state", "next_fire_time", "priority", "misfire_instr"])
            .HasOne(Name("job_details"), null).WithMany().HasForeignKey("sched_name", "job_name", "job_group").OnDelete(DeleteBehavior.NoAction);
        OfTrigger(model, "simple_triggers", """
            repeat_count int
            repeat_interval long
            times_triggered int
            """);
        OfTrigger(model, "cron_triggers", """
            cron_expression s120
            time_zone_id s80 null
            """);
        OfTrigger(model, "simprop_triggers", """
            str_prop_1 s512 null
            str_prop_2 s512 null
            str_prop_3 s512 null
            int_prop_1 int null
            int_prop_2 int null
            long_prop_1 long null
            long_prop_2 long null
            dec_prop_1 decimal null
            dec_prop_2 decimal null
            bool_prop_1 bool null
            bool_prop_2 bool null
            time_zone_id s80 null
            """);
        OfTrigger(model, "blob_triggers", "blob_data bytes null");
        Table(model, "calendars", "calendar_name s200\ncalendar bytes", ["calendar_name"]);
        Table(model, "paused_trigger_grps", "trigger_group s150\n" + Pause, ["trigger_group"]);
        Table(model, "paused_job_grps", "job_group s150\n" + Pause, ["job_group"]);
        Table(model, "fired_triggers", FiredTriggers, ["entry_id"], ["instance_name", "requests_recovery"], ["job_name", "job_group"], ["trigger_name", "trigger_group"]);
        Table(model, "scheduler_state", "instance_name s200\nlast_checkin_time long\ncheckin_interval long\nquartz_version s20 null", ["instance_name"]);
        Table(model, "locks", "lock_name s40", ["lock_name"]);
        Table(model, "execution_history", ExecutionHistory, ["entry_id"], ["fired_time"]);
        Table(model, "misfire_history", MisfireHistory, ["entry_id"], ["misfire_time"]);
        Table(model, "job_status", JobStatus, ["job_group", "job_name"]);
    }

    private static string Name(string table) => "qrtz_" + table;

    private static void OfTrigger(ModelBuilder model, string table, string columns) =>
        Table(model, table, TriggerKey + "\n" + columns, ["trigger_name", "trigger_group"])
            .HasOne(Name("triggers"), null).WithMany().HasForeignKey("sched_name", "trigger_name", "trigger_group").OnDelete(DeleteBehavior.Cascade);

    private static EntityTypeBuilder<Dictionary<string, object>> Table(ModelBuilder model, string table, string columns, string[] key, params string[][] indexes)
    {
        var entity = model.SharedTypeEntity<Dictionary<string, object>>(Name(table));
        entity.ToTable(Name(table), "quartz");
        entity.IndexerProperty<string>("sched_name").HasMaxLength(120).IsRequired();
        foreach (var column in columns.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            Column(entity, column.Split(' '));
        }

        entity.HasKey(["sched_name", .. key]);
        foreach (var index in indexes)
        {
            entity.HasIndex(["sched_name", .. index]);
        }

        return entity;
    }

    private static void Column(EntityTypeBuilder<Dictionary<string, object>> entity, string[] column)
    {
        var name = column[0];
        var mayBeEmpty = column.Length > 2;
        switch (column[1])
        {
            case "long":
                entity.IndexerProperty<long?>(name).IsRequired(!mayBeEmpty);
                break;
            case "int":
                entity.IndexerProperty<int?>(name).IsRequired(!mayBeEmpty);
                break;
            case "bool":
                entity.IndexerProperty<bool?>(name).IsRequired(!mayBeEmpty);
                break;
            case "flag":
                entity.IndexerProperty<bool>(name).HasDefaultValue(false);
                break;
            case "count":
                entity.IndexerProperty<int>(name).HasDefaultValue(0);
                break;
            case "count-long":
                entity.IndexerProperty<long>(name).HasDefaultValue(0L);
                break;
            case "decimal":
                entity.IndexerProperty<decimal?>(name).HasPrecision(13, 4);
                break;
            case "bytes":
                entity.IndexerProperty<byte[]>(name).IsRequired(!mayBeEmpty);
                break;
            case "text":
                entity.IndexerProperty<string>(name).HasMaxLength(-1).IsRequired(!mayBeEmpty);
                break;
            default:
                entity.IndexerProperty<string>(name).HasMaxLength(int.Parse(column[1].AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)).IsRequired(!mayBeEmpty);
                break;
        }
    }
}
