using Courses.Tests.Shared.Sql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Courses.Tests.Database;

/// <summary>What SQL Server would refuse, found without one: the script of the migrations and that of the model, read with Microsoft's parser and looked through as the server does.</summary>
public sealed class SqlServerScriptTests(Tables tables) : IClassFixture<Tables>
{
    private string Migrations => tables.SqlServer.GetService<IMigrator>().GenerateScript();

    private string Model => tables.SqlServer.Database.GenerateCreateScript();

    [Fact]
    public void The_migrations_are_a_script_that_SQL_Server_takes() => Accepted(Migrations);

    [Fact]
    public void The_model_makes_tables_that_SQL_Server_takes() => Accepted(Model);

    /// <summary>What no version reads any more may stay for the nodes that are not new yet, as long as a row that does not know it goes in.</summary>
    [Fact]
    public void The_migrations_lead_to_the_tables_of_the_model()
    {
        var made = ScriptRun.Of(Migrations).Catalogue;
        var wanted = ScriptRun.Of(Model).Catalogue;
        Assert.Empty(wanted.Lines().Except(made.Lines()));
        var mayStay = made.Tables.Values.SelectMany(table => table.Columns.Values.Where(column => column.Nullable).Select(column => $"{table.Name}.{column.Name} {column.Type}"));
        Assert.DoesNotContain(made.Lines().Except(wanted.Lines()).Except(mayStay), line => !line.StartsWith("platform.migration", StringComparison.Ordinal));
    }

    /// <summary>SQL Server takes it. Babelfish refuses it in the middle of the script; a column beside the old one does on both.</summary>
    [Fact]
    public void No_migration_lets_a_column_be_null_that_was_not() => Assert.DoesNotMatch(@"ALTER COLUMN [^;\n]*(?<!NOT )NULL", Migrations);

    [Fact]
    public void The_script_of_2026_11_21_is_refused_as_SQL_Server_refused_it()
    {
        var findings = ScriptRun.Of(File.ReadAllText(Path.Combine(Repository.Root, "tests/Courses.Tests/Database/topics-2026-11-21.sql"))).Findings;
        Assert.Equal(["1753", "1753"], findings.Select(finding => finding.Rule));
        Assert.Contains(findings, finding => finding.What.Contains("orientation.module_run.topic_code is nvarchar(400), orientation.topic.code is nvarchar(60)", StringComparison.Ordinal));
    }

    /// <summary>Each rule, with a script that it refuses.</summary>
    [Theory]
    [InlineData("syntax", "create table dbo.a (key nvarchar(10) not null)")]
    [InlineData("syntax", "select user, from dbo.a")]
    [InlineData("syntax", "create table dbo.a (b int, c as (select max(b) from dbo.a))")]
    [InlineData("syntax", "create table dbo.a (b int, c int); create index ix_a on dbo.a (b) where b is null or c is null")]
    [InlineData("syntax", "create table dbo.a (b int, c int); create index ix_a on dbo.a (b) where b < c")]
    [InlineData("syntax", "create table dbo.a (x1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890 int)")]
    [InlineData("103", "create table dbo.a (b int); exec sp_rename N'[dbo].[a].[b]', N'x1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890', N'COLUMN'")]
    [InlineData("207", "create table dbo.a (b int, constraint ck_a check (c > 0))")]
    [InlineData("207", "create table dbo.a (b int); create index ix_a on dbo.a (c)")]
    [InlineData("207", "create table dbo.a (b int, c as (d + 1))")]
    [InlineData("1701", "create table dbo.a (b char(8000) not null, c char(100) not null)")]
    [InlineData("1753", "create table dbo.a (b nvarchar(60) not null primary key); create table dbo.c (b nvarchar(400) references dbo.a (b))")]
    [InlineData("1753", "create table dbo.a (b decimal(10, 2) not null primary key); create table dbo.c (b decimal(10, 4) references dbo.a (b))")]
    [InlineData("1759", "create table dbo.a (b int, c as (b + 1), d as (c + 1))")]
    [InlineData("1761", "create table dbo.a (b int not null primary key); create table dbo.c (b int not null references dbo.a (b) on delete set null)")]
    [InlineData("1767", "create table dbo.c (b int references dbo.a (b))")]
    [InlineData("1769", "create table dbo.a (b int not null primary key); create table dbo.c (d int, constraint fk_c foreign key (e) references dbo.a (b))")]
    [InlineData("1776", "create table dbo.a (b int not null); create table dbo.c (b int references dbo.a (b))")]
    [InlineData("1776", "create table dbo.a (b int, c int); create unique index ix_a on dbo.a (b) where c is null; create table dbo.d (b int references dbo.a (b))")]
    [InlineData("1778", "create table dbo.a (b varchar(60) not null primary key); create table dbo.c (b nvarchar(60) references dbo.a (b))")]
    [InlineData("1785", "create table dbo.a (b int not null primary key); create table dbo.c (b int not null primary key references dbo.a (b) on delete cascade); create table dbo.d (b int references dbo.a (b) on delete cascade, e int references dbo.c (b) on delete cascade)")]
    [InlineData("1785", "create table dbo.a (b int not null primary key, c int references dbo.a (b) on delete cascade)")]
    [InlineData("1902", "create table dbo.a (b int not null primary key); create clustered index ix_a on dbo.a (b)")]
    [InlineData("1909", "create table dbo.a (b int); create index ix_a on dbo.a (b, B)")]
    [InlineData("1913", "create table dbo.a (b int); create index ix_a on dbo.a (b); create index IX_A on dbo.a (b)")]
    [InlineData("1919", "create table dbo.a (b nvarchar(max)); create index ix_a on dbo.a (b)")]
    [InlineData("1934", "set quoted_identifier off")]
    [InlineData("1945", "create table dbo.a (b nvarchar(400), c nvarchar(451)); create index ix_a on dbo.a (b, c)")]
    [InlineData("1945", "create table dbo.a (b nvarchar(451) not null primary key)")]
    [InlineData("2627", "create table dbo.a (b nvarchar(10) not null primary key); insert into dbo.a (b) values (N'x'), (N'X ')")]
    [InlineData("2705", "create table dbo.a (b int, B int)")]
    [InlineData("2714", "create table dbo.a (b int); create table dbo.A (b int)")]
    [InlineData("2714", "create table dbo.a (b int, constraint ck_a check (b > 0)); create table dbo.c (b int, constraint CK_A check (b > 0))")]
    [InlineData("2729", "create table dbo.a (b int, c as (getdate())); create index ix_a on dbo.a (c)")]
    [InlineData("2760", "create table other.a (b int)")]
    [InlineData("3725", "create table dbo.a (b int not null, constraint pk_a primary key (b)); create table dbo.c (b int references dbo.a (b)); alter table dbo.a drop constraint pk_a")]
    [InlineData("3726", "create table dbo.a (b int not null primary key); create table dbo.c (b int references dbo.a (b)); drop table dbo.a")]
    [InlineData("3728", "create table dbo.a (b int); alter table dbo.a drop constraint ck_a")]
    [InlineData("3729", "exec(N'create schema other'); create table other.a (b int); drop schema other")]
    [InlineData("4901", "create table dbo.a (b int); alter table dbo.a add c int not null")]
    [InlineData("4902", "alter table dbo.a add c int")]
    [InlineData("207", "create table dbo.a (b int); update x set c = 1 from dbo.a as x where x.b = 2")]
    [InlineData("5074", "create table dbo.a (b nvarchar(60)); create index ix_a on dbo.a (b); alter table dbo.a alter column b nvarchar(20)")]
    [InlineData("5074", "create table dbo.a (b int, constraint ck_a check (b > 0)); alter table dbo.a drop column b")]
    [InlineData("8111", "create table dbo.a (b int, constraint pk_a primary key (b))")]
    [InlineData("10609", "create table dbo.a (b int, c as (b + 1)); create index ix_a on dbo.a (b) where c > 1")]
    [InlineData("unread", "create view dbo.a as select 1 as b")]
    public void What_SQL_Server_refuses_is_found(string rule, string script) => Assert.Contains(ScriptRun.Of(script).Findings, finding => finding.Rule == rule);

    [Fact]
    public void What_SQL_Server_takes_is_not_refused() => Accepted(
        """
        create table dbo.a (b nvarchar(450) not null primary key, c int, d as (c + 1), constraint ck_a check (c > 0 and c < 10));
        create unique index ix_a on dbo.a (c) where c is not null and b in (N'x', N'y') and c > 3;
        create table dbo.e (b nvarchar(450) references dbo.a (b) on delete cascade, f nvarchar(400), g nvarchar(450));
        create index ix_e on dbo.e (f, g);
        alter table dbo.e alter column f nvarchar(400) not null;
        exec sp_rename N'[dbo].[e].[g]', N'h', N'COLUMN';
        create index ix_e_h on dbo.e (h);
        insert into dbo.a (b, c) values (N'x', 1), (N'xy', 2);
        update x set c = 3 from dbo.a as x where x.b = N'x';
        insert into dbo.e (b) select b from dbo.a;
        """);

    private static void Accepted(string script)
    {
        var (catalogue, findings) = ScriptRun.Of(script);
        Assert.NotEmpty(catalogue.Tables);
        Assert.Empty(findings);
    }
}
