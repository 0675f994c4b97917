using System.Globalization;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Papers;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Exams.Features;

/// <summary>
/// Whoever has passed every part of a level has it: in the record with its day and who examined, as a certificate that programmes ask for, as a paper, and by letter. When a correction says that it was not so, all of it is
/// taken back, and the person is told that too.
/// </summary>
internal sealed class PassLevels(
    CoursesDb db, IParticipants participants, IProviders providers, ILanguageCourses courses, PaperDesk papers, IMessages messages, IAudit audit, Caller caller, CityTime city, CityLanguage language)
{
    public const string PaperKind = "exam";
    public const string PassedLetter = "exam-passed";
    public const string NotPassedLetter = "exam-not-passed-after-all";
    private const string Corrected = "reason.certificate.wrong-data";

    /// <summary>In the running unit of work, after results were written. True when the person was told of a level by it.</summary>
    public async Task<bool> Follow(Guid participantId, Exam exam, CancellationToken cancel)
    {
        var passed = await db.PassedParts(participantId, exam.Language, exam.Level, cancel);
        var standing = await db.Set<ExamPass>().SingleOrDefaultAsync(row => row.ParticipantId == participantId && row.Language == exam.Language && row.Level == exam.Level && row.WithdrawnAt == null, cancel);
        if (standing is not null)
        {
            var required = await db.Set<Exam>().Where(row => row.Id == standing.ExamId).Select(row => row.Parts).SingleAsync(cancel);
            if (Sitting.IsComplete(required.Split(','), passed))
            {
                return false;
            }

            await TakeBack(standing, cancel);
        }

        if (!Sitting.IsComplete(exam.PartCodes, passed))
        {
            return standing is not null;
        }

        await Give(participantId, exam, cancel);
        return true;
    }

    /// <summary>Another paper in the place of one that was withdrawn, as long as the level stands. A second tap is the same paper.</summary>
    public Task Issue(Guid participantId, Guid paperId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var withdrawn = await db.Set<Paper>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == paperId && row.HolderId == participantId && row.Kind == PaperKind && row.WithdrawnOn != null, cancel) ?? throw new NotFound("The paper");
            if (await db.Lock<ExamPass>(withdrawn.About, cancel) is not { WithdrawnAt: null } pass || pass.ParticipantId != participantId)
            {
                throw new NotFound("The pass");
            }

            if (pass.PaperId != paperId)
            {
                return;
            }

            var exam = await db.Set<Exam>().AsNoTracking().SingleAsync(row => row.Id == pass.ExamId, cancel);
            var paper = await Write(pass, exam, await NameOf(exam, cancel), cancel);
            audit.Record("exam.paper-issued", participantId, PaperNumber.Written(paper.Number));
        },
        cancel);

    private async Task Give(Guid participantId, Exam exam, CancellationToken cancel)
    {
        var provider = await NameOf(exam, cancel);
        var pass = new ExamPass
        {
            ParticipantId = participantId,
            Language = exam.Language,
            Level = exam.Level,
            ExamId = exam.Id,
            PassedOn = exam.On,
            Raised = JsonSerializer.Serialize(await Raise(participantId, exam, $"{caller.Name}, {provider}", cancel)),
        };
        db.Add(pass);
        await db.SaveChangesAsync(cancel);
        await courses.AddCertificate(participantId, exam.Language, exam.Level, exam.On, cancel);
        await Write(pass, exam, provider, cancel);
    }

    /// <summary>The paper of a pass, and the letter that says its number.</summary>
    private async Task<Paper> Write(ExamPass pass, Exam exam, string provider, CancellationToken cancel)
    {
        var person = await participants.People.SingleAsync(row => row.Id == pass.ParticipantId, cancel);
        var paper = await papers.Issue(
            new()
            {
                Kind = PaperKind,
                HolderId = pass.ParticipantId,
                About = pass.Id,
                HoldersLanguage = person.Language,
                OtherLanguage = exam.Language,
                Facts =
                [
                    new("paper.name", NameOf(person)),
                    new("paper.born", person.BirthDate.ToString(person.BirthParts switch { 1 => "yyyy", 2 => "yyyy-MM", _ => "yyyy-MM-dd" }, CultureInfo.InvariantCulture)),
                    new("paper.exam.what", $"{Shown.LanguageName(exam.Language)} {exam.Level}"),
                    new("paper.exam.parts", RegisterForExam.PartsInWords(exam.PartCodes)),
                    new("paper.exam.on", PlanExam.InWords(exam.On)),
                    new("paper.exam.by", provider),
                ],
            },
            cancel);
        pass.PaperId = paper.Id;
        await messages.Queue(
            new()
            {
                ParticipantId = pass.ParticipantId,
                Kind = PassedLetter,
                OnceKey = $"{PassedLetter}:{paper.Id:N}",
                Details = [Shown.LanguageName(exam.Language), exam.Level, PlanExam.InWords(exam.On), PaperNumber.Written(paper.Number)],
                About = pass.Id,
                Link = "/my/exams/papers",
            },
            cancel);
        return paper;
    }

    private async Task TakeBack(ExamPass pass, CancellationToken cancel)
    {
        pass.Withdraw(city.Now);

        // What stood there before a level that was passed later is what stood there before this one.
        var before = pass.LevelsBefore.ToDictionary(level => level.Skill);
        foreach (var other in await db.Set<ExamPass>().Where(row => row.ParticipantId == pass.ParticipantId && row.Id != pass.Id && row.WithdrawnAt == null).ToListAsync(cancel))
        {
            other.Raised = JsonSerializer.Serialize(other.LevelsBefore.Select(level => level.Level == pass.Level && level.AssessedOn == pass.PassedOn ? before.GetValueOrDefault(level.Skill, level) : level));
        }

        await participants.TakeLevelsBack(pass.ParticipantId, [.. pass.LevelsBefore], pass.Level, pass.PassedOn, cancel);
        await courses.TakeCertificateBack(pass.ParticipantId, pass.Language, pass.Level, pass.PassedOn, Corrected, cancel);
        if (pass.PaperId is { } paper && await db.Set<Paper>().AnyAsync(row => row.Id == paper && row.WithdrawnOn == null, cancel))
        {
            await papers.Withdraw(paper, PaperKind, new(Corrected, null, null), cancel);
        }

        await messages.Queue(
            new()
            {
                ParticipantId = pass.ParticipantId,
                Kind = NotPassedLetter,
                OnceKey = $"{NotPassedLetter}:{pass.Id:N}",
                Details = [Shown.LanguageName(pass.Language), pass.Level, PlanExam.InWords(pass.PassedOn)],
                About = pass.Id,
                Link = "/my/exams",
            },
            cancel);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>A record has the levels of one language, the city's: an exam of another language gives a certificate and leaves them.</summary>
    private async Task<IReadOnlyList<RaisedLevel>> Raise(Guid participantId, Exam exam, string by, CancellationToken cancel)
    {
        if (exam.Language != language.Code)
        {
            return [];
        }

        var parts = exam.PartCodes.ToArray();
        var skills = (await db.Set<ExamPart>().AsNoTracking().Where(part => parts.Contains(part.Code)).ToListAsync(cancel)).SelectMany(part => part.SkillsRaised).ToArray();
        return await participants.RaiseLevels(participantId, skills, exam.Level, exam.On, by, cancel);
    }

    private Task<string> NameOf(Exam exam, CancellationToken cancel) => providers.Providers.Where(row => row.Id == exam.ProviderId).Select(row => row.Name).SingleAsync(cancel);

    private static string NameOf(ParticipantRow person)
    {
        var name = $"{person.GivenName} {person.FamilyName}".Trim();
        return person.LatinGivenName is null && person.LatinFamilyName is null ? name : $"{Shown.Apart(name)} {Shown.Apart($"({person.LatinGivenName ?? person.GivenName} {person.LatinFamilyName ?? person.FamilyName})")}";
    }
}
