import type { PlantedFault } from '../planted-fault.ts'

const OLD = 'prisma/migrations/20261129030600_alerts/migration.sql'
const NEW = 'prisma/migrations/20270101000000_newer/migration.sql'

const files = (sql: string, changelog = '') => ({
  [OLD]: 'DROP TABLE "from_before_the_rule";\n',
  [NEW]: sql,
  'CHANGELOG.md': changelog,
})

/** One statement, and what is said of it. */
const ALONE: readonly [statement: string, what: string][] = [
  ['DROP TABLE "article"', 'DROP TABLE: the version before uses it (or say why above it: -- Stop: …)'],
  ['DROP FUNCTION front_shown(uuid)', 'DROP FUNCTION: the version before uses it'],
  [
    'DROP INDEX "article_slug"',
    'DROP INDEX: the version before may rely on it (or say why above it: -- Safe or Stop: …)',
  ],
  ['ALTER TABLE "article" DROP COLUMN "slug"', 'DROP COLUMN slug: the version before uses it'],
  ['ALTER TABLE "article" RENAME COLUMN "slug" TO "path"', 'a new name: the version before uses the old one'],
  ['ALTER TABLE "article" RENAME TO "story"', 'a new name: the version before uses the old one'],
  ['ALTER TABLE "article" ALTER COLUMN "version" TYPE bigint', 'another type of version'],
  ['ALTER TABLE "article" ALTER COLUMN "slug" SET NOT NULL', 'SET NOT NULL of slug'],
  ['ALTER TABLE "article" ALTER COLUMN "slug" DROP DEFAULT', 'DROP DEFAULT of slug'],
  ['ALTER TABLE "article" ADD COLUMN "mood" text NOT NULL', 'mood is NOT NULL without a DEFAULT'],
  ['ALTER TABLE "article" ADD COLUMN "mood" uuid DEFAULT gen_random_uuid()', 'the value of mood is computed'],
  ['ALTER TABLE "article" ADD COLUMN "mood" uuid REFERENCES "topic" ("id")', 'mood has a constraint'],
  ['ALTER TABLE "article" ADD CONSTRAINT "short" CHECK (length(slug) < 9)', 'short is added without NOT VALID'],
  [
    'ALTER TABLE "article" ADD CONSTRAINT "short" CHECK (true) NOT VALID',
    'short may refuse what the version before writes',
  ],
  ['ALTER TYPE "article_status" ADD VALUE \'LOST\'', 'the version before cannot read a new value of an enum'],
  ["ALTER TYPE \"article_status\" RENAME VALUE 'DRAFT' TO 'NEW'", 'a value of an enum gets a new name'],
  ['CREATE INDEX "mood" ON "article" ("slug")', 'CREATE INDEX keeps others from writing'],
  ['CREATE UNIQUE INDEX "mood" ON "article" ("slug")', 'a UNIQUE index may refuse what the version before writes'],
  ['CREATE INDEX CONCURRENTLY "mood" ON "article" ("slug")', 'CREATE INDEX CONCURRENTLY cannot run in the transaction'],
  ['TRUNCATE "article"', 'TRUNCATE removes what the version before reads'],
  ['UPDATE "article" SET "slug" = lower("slug")', 'rows that are changed stay locked'],
  ['DO $$ BEGIN END $$', 'DO: this check cannot see what it runs'],
  ['LOCK TABLE "article"', 'this check does not know LockStmt as harmless'],
]

const HARMLESS = `
-- לא: letters of several bytes before a statement do not move the lines.
ALTER TABLE "article" ADD COLUMN "mood" text, ADD COLUMN "count" integer NOT NULL DEFAULT 0, ADD COLUMN "at" timestamptz DEFAULT now();
CREATE TABLE "made" ("id" uuid PRIMARY KEY, "article_id" uuid NOT NULL REFERENCES "article" ("id"));
CREATE UNIQUE INDEX "made_article" ON "made" ("article_id");
ALTER TABLE "made" ADD CONSTRAINT "made_check" CHECK (true);
-- Safe: the table has a few hundred rows.
CREATE INDEX "article_mood" ON "article" ("mood");
ALTER TABLE "article" ALTER COLUMN "mood" SET DEFAULT 'calm';
`

export const additiveMigrationFaults: readonly PlantedFault[] = [
  ...ALONE.map(([statement, what]) => ({
    planted: `a new migration with ${statement}`,
    files: files(`${statement};\n`),
    mentions: [`${NEW}:1 `, what],
  })),
  {
    planted: 'only what is not additive',
    files: files(`${HARMLESS}ALTER TABLE "article" DROP COLUMN "slug";\n`),
    reports: [`${NEW}:10 DROP COLUMN slug: the version before uses it (or say why above it: -- Stop: …)`],
  },
  {
    planted: 'a stop that CHANGELOG.md does not announce',
    files: files(
      '-- Stop: nothing has written this column for two versions.\nALTER TABLE "article" DROP COLUMN "slug";\n',
    ),
    reports: ['CHANGELOG.md needs a line that says "Stop", what to stop for 20270101000000_newer, and why'],
  },
  {
    planted: 'a column that is dropped where only a stop is an excuse, and nothing where it is announced',
    files: {
      ...files(
        '-- Stop: it is not used.\nALTER TABLE "article" DROP COLUMN "slug";\n-- Safe: is it?\nDROP TABLE "article";\n',
        '- **Stop** all servers before this upgrade (20270101000000_newer): addresses have another form.\n',
      ),
    },
    reports: [`${NEW}:4 DROP TABLE: the version before uses it (or say why above it: -- Stop: …)`],
  },
]
