using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires;

internal static class QuestionnairesTables
{
    private const string Schema = "questionnaires";
    private const int Code = 60;

    public static void Configure(ModelBuilder model)
    {
        model.Entity<Questionnaire>(one =>
        {
            one.ToTable("questionnaire", Schema);
            one.Property(row => row.Code).HasMaxLength(Code);
            one.Ignore(row => row.IsOpen);
            one.HasIndex(row => row.Code).IsUnique();
        });
        model.Entity<Edition>(edition =>
        {
            edition.ToTable("edition", Schema);
            edition.Property(row => row.Json).HasMaxLength(-1);
            edition.Property(row => row.MadeByName).HasMaxLength(200);
            edition.Ignore(row => row.Terms);
            edition.HasOne<Questionnaire>().WithMany().HasForeignKey(row => row.QuestionnaireId).OnDelete(DeleteBehavior.Restrict);
            edition.HasIndex(row => new { row.QuestionnaireId, row.Number }).IsUnique();
        });
        model.Entity<Invitation>(invitation =>
        {
            invitation.ToTable("invitation", Schema);
            invitation.Property(row => row.Round).HasMaxLength(10);
            invitation.HasOne<Edition>().WithMany().HasForeignKey(row => row.EditionId).OnDelete(DeleteBehavior.Restrict);

            // Nobody is asked twice about the same thing, however often the job runs.
            invitation.HasIndex(row => new { row.ParticipantId, row.QuestionnaireId, row.SubjectId, row.Round }).IsUnique();
            invitation.HasIndex(row => new { row.QuestionnaireId, row.SubjectId });
            invitation.HasIndex(row => row.AnswerUntil);
        });
        model.Entity<Sheet>(sheet =>
        {
            sheet.ToTable("sheet", Schema);
            sheet.Property(row => row.Id).ValueGeneratedNever();
            sheet.Property(row => row.Month).HasColumnName("first_of_month");
            sheet.HasOne<Edition>().WithMany().HasForeignKey(row => row.EditionId).OnDelete(DeleteBehavior.Restrict);
            sheet.HasMany(row => row.Answers).WithOne().HasForeignKey(answer => answer.SheetId);
            sheet.HasIndex(row => new { row.EditionId, row.IsMixed, row.SubjectId });
        });
        model.Entity<SheetAnswer>(answer =>
        {
            answer.ToTable("sheet_answer", Schema);
            answer.Property(row => row.Id).ValueGeneratedNever();
            answer.Property(row => row.Question).HasMaxLength(Code);
            answer.Property(row => row.Choice).HasMaxLength(Code);
            answer.Property(row => row.Written).HasMaxLength(AnswerForm.LongestText);
        });
        model.Entity<UsedTicket>(ticket =>
        {
            ticket.ToTable("used_ticket", Schema);
            ticket.HasKey(row => row.Hash);
            ticket.Property(row => row.Hash).HasMaxLength(64);
            ticket.HasIndex(row => new { row.QuestionnaireId, row.IsMixed });
        });
        model.Entity<PersonSheet>(sheet =>
        {
            sheet.ToTable("person_sheet", Schema);
            sheet.Property(row => row.TypedByName).HasMaxLength(200);
            sheet.HasOne<Edition>().WithMany().HasForeignKey(row => row.EditionId).OnDelete(DeleteBehavior.Restrict);
            sheet.HasMany(row => row.Answers).WithOne().HasForeignKey(answer => answer.PersonSheetId);
            sheet.HasIndex(row => row.InvitationId).IsUnique().HasFilter("invitation_id is not null");
            sheet.HasIndex(row => row.ParticipantId);
            sheet.HasIndex(row => row.AnsweredOn);
        });
        model.Entity<PersonAnswer>(answer =>
        {
            answer.ToTable("person_answer", Schema);
            answer.Property(row => row.Question).HasMaxLength(Code);
            answer.Property(row => row.Choice).HasMaxLength(Code);
            answer.Property(row => row.Written).HasMaxLength(AnswerForm.LongestText);
        });
        model.Entity<CommentNote>(note =>
        {
            note.ToTable("comment_note", Schema);
            note.HasKey(row => row.AnswerId);
            note.Property(row => row.AnswerId).ValueGeneratedNever();
            note.Property(row => row.Reply).HasMaxLength(CommentNote.LongestReply);
            note.Property(row => row.DoneByName).HasMaxLength(200);
            note.HasOne<SheetAnswer>().WithMany().HasForeignKey(row => row.AnswerId).OnDelete(DeleteBehavior.Cascade);
            note.HasIndex(row => row.QuestionnaireId);
        });
        model.Entity<Outcome>(outcome =>
        {
            outcome.ToTable("outcome", Schema);
            outcome.HasKey(row => new { row.QuestionnaireId, row.Language });
            outcome.Property(row => row.Language).HasMaxLength(8);
            outcome.Property(row => row.Content).HasMaxLength(Outcome.Longest);
            outcome.Property(row => row.PublishedByName).HasMaxLength(200);
            outcome.HasOne<Questionnaire>().WithMany().HasForeignKey(row => row.QuestionnaireId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}
