import { versionConflict } from '../activity/version-conflict.load.ts'
import type { Tx } from '../database/database.ts'
import { absent, type Refusal } from '../mutation/user-error.ts'
import type { AuthorLink } from './author.rules.ts'

/** An author as a mutation finds them. */
export interface LoadedAuthor {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly jobTitle: string | null
  readonly bio: string | null
  readonly imageId: string | null
  /** The colleague whose page it is */
  readonly userId: string | null
  readonly version: number
  readonly links: readonly AuthorLink[]
}

/**
 * The author of an input, at the version that the input names, if it names one.
 * @throws Refusal NOT_FOUND, CONFLICT
 */
export async function getAuthor(tx: Tx, id: string | null, version: number | null | undefined): Promise<LoadedAuthor> {
  const author = id === null ? null : await findAuthor(tx, id)
  if (!author) throw absent('author')
  if (version !== null && version !== undefined && version !== author.version) {
    throw await authorConflict(tx, author, version)
  }
  return author
}

function findAuthor(tx: Tx, id: string): Promise<LoadedAuthor | null> {
  const links = { select: { label: true, url: true }, orderBy: { position: 'asc' } } as const
  return tx.author.findUnique({ where: { id }, include: { links } })
}

export function authorConflict(
  tx: Tx,
  { id, version }: { id: string; version: number },
  sent: number,
): Promise<Refusal> {
  return versionConflict(tx, { type: 'Author', id, version }, sent)
}

/** Which of these there are. */
export async function knownImages(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx.image.findMany({ where: { id: { in: [...ids] } }, select: { id: true } })
  return new Set(rows.map(({ id }) => id))
}

/** Which of these there are. */
export async function knownUsers(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx.user.findMany({ where: { id: { in: [...ids] } }, select: { id: true } })
  return new Set(rows.map(({ id }) => id))
}
