using Microsoft.EntityFrameworkCore;

namespace Courses.Materials;

internal static class MaterialsTables
{
    private const string Schema = "materials";
    private const int LongestLevel = 10;
    private const int LongestName = 200;

    public static void Configure(ModelBuilder model)
    {
        model.Entity<Strand>(strand =>
        {
            strand.ToTable("strand", Schema);
            strand.Property(row => row.Id).ValueGeneratedNever();
            strand.Property(row => row.Name).HasMaxLength(60);
            strand.Property(row => row.LevelFrom).HasMaxLength(LongestLevel);
            strand.Property(row => row.LevelBelow).HasMaxLength(LongestLevel);
            strand.HasIndex(row => row.Name).IsUnique();
        });
        model.Entity<Material>(material =>
        {
            material.ToTable("material", Schema);
            material.Ignore(row => row.TopicCodes);
            material.Ignore(row => row.SpokenLanguages);
            material.Property(row => row.Id).ValueGeneratedNever();
            material.Property(row => row.Title).HasMaxLength(160);
            material.Property(row => row.About).HasMaxLength(Material.LongestAbout);
            material.Property(row => row.Kind).HasMaxLength(20);
            material.Property(row => row.Topics).HasMaxLength(600);
            material.Property(row => row.Keywords).HasMaxLength(200);
            material.Property(row => row.LevelFrom).HasMaxLength(LongestLevel);
            material.Property(row => row.LevelUntil).HasMaxLength(LongestLevel);
            material.Property(row => row.Languages).HasMaxLength(200);
            material.Property(row => row.SearchText).HasMaxLength(Material.LongestSearch);
            material.Property(row => row.AddedByName).HasMaxLength(LongestName);
            material.Property(row => row.WithdrawnByName).HasMaxLength(LongestName);
            material.Property(row => row.WithdrawnWhy).HasMaxLength(300);
            material.HasOne<Strand>().WithMany().HasForeignKey(row => row.StrandId).OnDelete(DeleteBehavior.Restrict);
            material.HasMany(row => row.Editions).WithOne().HasForeignKey(edition => edition.MaterialId).OnDelete(DeleteBehavior.Restrict);
            material.HasIndex(row => row.ProviderId);
            material.HasIndex(row => row.ChangedAt);
        });
        model.Entity<Edition>(edition =>
        {
            edition.ToTable("edition", Schema);
            edition.Property(row => row.Id).ValueGeneratedNever();
            edition.Property(row => row.Change).HasMaxLength(300);
            edition.Property(row => row.Link).HasMaxLength(500);
            edition.Property(row => row.ContentType).HasMaxLength(100);
            edition.Property(row => row.Hash).HasMaxLength(64);
            edition.Property(row => row.AddedByName).HasMaxLength(LongestName);
            edition.Property(row => row.WithdrawnByName).HasMaxLength(LongestName);
            edition.Property(row => row.WithdrawnWhy).HasMaxLength(300);
            edition.HasIndex(row => new { row.MaterialId, row.Number }).IsUnique();
        });
        model.Entity<FilePiece>(piece =>
        {
            piece.ToTable("file_piece", Schema);
            piece.HasKey(row => new { row.EditionId, row.Number });
            piece.HasOne<Edition>().WithMany().HasForeignKey(row => row.EditionId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<Kit>(kit =>
        {
            kit.ToTable("kit", Schema);
            kit.Ignore(row => row.InOrder);
            kit.Property(row => row.Id).ValueGeneratedNever();
            kit.Property(row => row.Name).HasMaxLength(120);
            kit.Property(row => row.Note).HasMaxLength(500);
            kit.Property(row => row.TopicCode).HasMaxLength(60);
            kit.Property(row => row.LevelFrom).HasMaxLength(LongestLevel);
            kit.Property(row => row.LevelUntil).HasMaxLength(LongestLevel);
            kit.Property(row => row.AddedByName).HasMaxLength(LongestName);
            kit.Property(row => row.WithdrawnByName).HasMaxLength(LongestName);
            kit.HasOne<Strand>().WithMany().HasForeignKey(row => row.StrandId).OnDelete(DeleteBehavior.Restrict);
            kit.HasMany(row => row.Entries).WithOne().HasForeignKey(entry => entry.KitId).OnDelete(DeleteBehavior.Cascade);
            kit.HasIndex(row => row.ProviderId);
        });
        model.Entity<KitEntry>(entry =>
        {
            entry.ToTable("kit_entry", Schema);
            entry.HasKey(row => new { row.KitId, row.MaterialId });
            entry.HasOne<Material>().WithMany().HasForeignKey(row => row.MaterialId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<GroupKit>(group =>
        {
            group.ToTable("group_kit", Schema);
            group.HasKey(row => row.GroupId);
            group.Property(row => row.GroupId).ValueGeneratedNever();
            group.Property(row => row.ChosenByName).HasMaxLength(LongestName);
            group.HasOne<Kit>().WithMany().HasForeignKey(row => row.KitId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<MaterialUse>(use =>
        {
            use.ToTable("material_use", Schema);
            use.Property(row => row.Id).ValueGeneratedNever();
            use.Property(row => row.ChosenByName).HasMaxLength(LongestName);
            use.HasOne<Material>().WithMany().HasForeignKey(row => row.MaterialId).OnDelete(DeleteBehavior.Restrict);
            use.HasIndex(row => new { row.SessionId, row.MaterialId }).IsUnique();
            use.HasIndex(row => row.GroupId);
            use.HasIndex(row => row.ProviderId);
        });
    }
}
