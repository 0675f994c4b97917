-- What tools/add-migration had written for SQL Server on 2026-11-21 about topics. No server ever took it: error 1753.
CREATE SCHEMA [orientation];
GO

CREATE TABLE [orientation].[topic] (
    [code] nvarchar(60) NOT NULL,
    [programme_code] nvarchar(60) NOT NULL,
    [name] nvarchar(200) NOT NULL,
    [planned_minutes] int NOT NULL,
    [completion_percent] int NOT NULL,
    CONSTRAINT [pk_topic] PRIMARY KEY ([code])
);

CREATE TABLE [orientation].[module_run] (
    [id] uniqueidentifier NOT NULL,
    [topic_code] nvarchar(400) NOT NULL,
    [language] nvarchar(10) NOT NULL,
    CONSTRAINT [pk_module_run] PRIMARY KEY ([id]),
    CONSTRAINT [fk_module_run_topic_topic_code] FOREIGN KEY ([topic_code]) REFERENCES [orientation].[topic] ([code]) ON DELETE NO ACTION
);

CREATE TABLE [orientation].[topic_name] (
    [topic_code] nvarchar(400) NOT NULL,
    [language] nvarchar(10) NOT NULL,
    [name] nvarchar(200) NOT NULL,
    CONSTRAINT [pk_topic_name] PRIMARY KEY ([topic_code], [language]),
    CONSTRAINT [fk_topic_name_topic_topic_code] FOREIGN KEY ([topic_code]) REFERENCES [orientation].[topic] ([code]) ON DELETE CASCADE
);

CREATE INDEX [ix_module_run_topic_code] ON [orientation].[module_run] ([topic_code]);
