import { sql } from 'kysely'
import { NO_CONTENT } from '../content/content.ts'
import { type Sender, send } from '../database/sender.ts'
import { changedBasePaths, fieldOf } from '../diff/changed-paths.ts'
import { comparedJson, parseCompared } from '../diff/compared.rows.ts'
import { type ComparedRevision, revisionChanges } from '../diff/revision-diff.ts'
import { once } from '../lib/once.ts'
import { otherVersion } from '../mutation/common-errors.ts'
import type { StoredRow } from '../mutation/subject.ts'
import { absent, type Conflict, Refusal } from '../mutation/user-error.ts'

interface Entry {
  readonly actorId: string | null
  readonly changedPaths: readonly string[]
}

interface Current {
  readonly version: number
  readonly row: StoredRow
  /** Since the other version, oldest first */
  readonly entries: readonly Entry[]
  /** The latest revision at the other version */
  readonly baseId: string | null
  /** Null where it is still the latest */
  readonly base: unknown
  readonly latest: unknown
}

/** How the article differs from what it was at `version`: the refusal of a change that is based on that version. */
export async function articleConflict(sender: Sender, id: string, version: number): Promise<Refusal> {
  const current = await loadCurrent(sender, id, version)
  if (!current) return absent('article')
  const { entries, baseId } = current
  const last = entries.at(-1)?.actorId
  // An autosave asks after every pause of its writer, and the difference of two long texts takes a while: it is made for those who select it.
  const difference = once(() =>
    differences(entries, baseId === null ? null : [parseCompared(current.base), parseCompared(current.latest)]),
  )
  return new Refusal([otherVersion(version, current.version)], {
    currentVersion: current.version,
    get changedPaths() {
      return difference().changedPaths
    },
    get changes() {
      return difference().changes
    },
    baseRevision: baseId === null ? null : { id: baseId },
    changedBy: last ? { id: last } : null,
    // As it is at that version: a later one has changes that are not named here.
    article: { id, row: current.row },
  })
}

/**
 * The paths in the audit trail name parts of the revision that each entry made. The caller knows only its own revision, so that the text's
 * paths are those of one diff from there; without that revision no position means anything to the caller, and only the fields are named.
 */
function differences(
  entries: readonly Entry[],
  compared: readonly [ComparedRevision | null, ComparedRevision | null] | null,
): Required<Pick<Conflict, 'changedPaths' | 'changes'>> {
  const [textPaths, others] = divided(entries.flatMap(({ changedPaths }) => changedPaths))
  if (!compared) return { changedPaths: unique([...textPaths.map(fieldOf), ...others]), changes: null }
  const [base, latest] = compared
  if (!base || !latest) return { changedPaths: unique(others), changes: [] }
  const changes = revisionChanges(base, latest)
  return { changedPaths: [...changedBasePaths(base.content, latest.content, changes), ...unique(others)], changes }
}

function divided(paths: readonly string[]): readonly [text: string[], others: string[]] {
  const { text = [], others = [] } = Object.groupBy(paths, (path) => (fieldOf(path) in NO_CONTENT ? 'text' : 'others'))
  return [text, others]
}

function unique(paths: readonly string[]): string[] {
  return [...new Set(paths)]
}

/** What a change of makes a revision */
const TEXT = Object.keys(NO_CONTENT)

/**
 * The base is the newest revision that no entry of a later version made. It is unknown where the trail does not reach back that far, or names a
 * newer revision that no longer exists.
 */
async function loadCurrent(sender: Sender, id: string, version: number): Promise<Current | undefined> {
  const statement = sql`
    with entry as (select version, action, actor_id, revision_id, changed_paths from activity
        where subject_id = ${id}::uuid and subject_type = 'Article' and version is not null),
      made as (select revision_id, min(version) as version from entry where action = 'CREATED' or exists (
        select 1 from unnest(changed_paths) path where split_part(path, '.', 1) = any(${TEXT}::text[])) group by revision_id),
      known as (select r.id, r.number, coalesce(made.version, 0) as version from revision r left join made on made.revision_id = r.id
        where r.article_id = ${id}::uuid and coalesce(made.version, 0) <= ${version}::int order by r.number desc limit 1),
      base as (select known.id from known, article a where a.id = ${id}::uuid
        and ${version}::int between (select coalesce(min(version) - 1, a.version) from entry) and a.version
        and ${version}::int > 0 and not exists (select 1 from made where made.version > known.version and made.version <= ${version}::int))
    select a.version, to_jsonb(a) as "row", base.id as "baseId",
      (select coalesce(json_agg(json_build_object('actorId', actor_id, 'changedPaths', changed_paths) order by version), '[]'::json)
        from entry where version > ${version}::int) as "entries",
      case when base.id <> a.latest_revision_id then ${comparedJson(sql`r.id = base.id`)} end as "base",
      case when base.id <> a.latest_revision_id then ${comparedJson(sql`r.id = a.latest_revision_id`)} end as "latest"
    from article a left join base on true where a.id = ${id}::uuid`
  const [current] = await send<Current>(sender, statement)
  return current
}
