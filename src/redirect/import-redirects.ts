import type { Database, Tx } from '../database/database.ts'
import { inBatches } from '../lib/in-batches.ts'
import { parseOldPath } from '../site/old-path.ts'
import { parseSitePath, type Site, type SiteAddress } from '../site/site.ts'
import { collapsed, type Destination, type NewRedirect, NOWHERE } from './destination.ts'
import { type AtAddress, findAtAddresses, findRedirects } from './redirect.load.ts'
import { LIVE, LOOP, NOTHING_THERE, whyNoPath, whyNoTarget } from './redirect.rules.ts'
import { followRedirects, holdRedirects, type WrittenRedirects, writeRedirects } from './redirect.write.ts'
import { parseTarget, type WrittenTarget } from './redirect-target.ts'

/** A line of a file. */
export interface ImportLine {
  /** Its number in the file, from 1 */
  readonly number: number
  readonly path: string
  readonly target: string
  readonly permanent: boolean
}

export interface LineFault {
  readonly number: number
  readonly message: string
}

export interface Imported extends WrittenRedirects {
  readonly unchanged: number
  readonly faults: readonly LineFault[]
}

export interface ImportOptions {
  /** What `SiteRedirect.source` says */
  readonly source: string
  /** Whether the other lines are imported if some are bad; else nothing is */
  readonly skipBad: boolean
  /** Of lines that could not be read */
  readonly faults?: readonly LineFault[]
}

interface Wanted {
  readonly number: number
  readonly path: string
  readonly permanent: boolean
  /** What the path is an address of, if it has the form of one */
  readonly own: SiteAddress | null
  readonly target: WrittenTarget
}

/** How long a file may take, on any machine. */
const TIMEOUT_MS = 30 * 60_000

/** Lines of one statement. */
const BATCH = 2000

/** The redirects in the audit trail are by no user. */
const IMPORTER = { id: null, name: 'npm run redirects' }

/**
 * Makes a redirect of each line, in one transaction. A path that has a redirect gets the new target. What is already as a line says is not written.
 */
export function importRedirects(
  database: Database,
  site: Site,
  lines: readonly ImportLine[],
  { source, skipBad, faults: known = [] }: ImportOptions,
): Promise<Imported> {
  // Before the transaction: PostgreSQL ends one that does nothing for long.
  const faults = [...known]
  const wanted = once(lines, site, faults)
  return database.transaction((tx) => importInto(tx, wanted, { source, skipBad, faults }), undefined, TIMEOUT_MS)
}

async function importInto(
  tx: Tx,
  wanted: readonly Wanted[],
  { source, skipBad, faults: known }: Required<ImportOptions>,
): Promise<Imported> {
  await holdRedirects(tx)
  const faults = [...known]
  const redirects = await withoutLoops(tx, await reachable(tx, wanted, faults), faults)
  faults.sort((one, other) => one.number - other.number)
  if (faults.length > 0 && !skipBad) return { created: 0, changed: 0, unchanged: 0, faults }
  const written = { created: 0, changed: 0 }
  for (const batch of inBatches(redirects, BATCH)) {
    const { created, changed } = await writeRedirects(tx, batch, { actor: IMPORTER, source, isTold: false })
    written.created += created
    written.changed += changed
  }
  const paths = redirects.map(({ path }) => path)
  await followRedirects(tx, paths, IMPORTER)
  return { ...written, unchanged: redirects.length - written.created - written.changed, faults }
}

/** What can be read of the lines alone. The same twice is one line; a path with two targets is a fault. */
function once(lines: readonly ImportLine[], site: Site, faults: LineFault[]): Wanted[] {
  const byPath = new Map<string, Wanted>()
  for (const line of lines) {
    const wanted = parsedLine(line, site, faults)
    if (!wanted) continue
    const first = byPath.get(wanted.path)
    if (!first) byPath.set(wanted.path, wanted)
    else if (!isSame(first, wanted)) {
      faults.push({
        number: line.number,
        message: `"${wanted.path}" has another target in line ${first.number}. Remove one of them.`,
      })
    }
  }
  return [...byPath.values()]
}

const isSame = (one: Wanted, other: Wanted): boolean =>
  JSON.stringify({ ...one, number: 0 }) === JSON.stringify({ ...other, number: 0 })

function parsedLine(
  { number, path: sent, target: to, permanent }: ImportLine,
  site: Site,
  faults: LineFault[],
): Wanted | null {
  const { path, fault } = parseOldPath(sent, site)
  const target = parseTarget(to, site)
  if (fault) faults.push({ number, message: whyNoPath(fault, sent, []).message })
  if ('fault' in target) faults.push({ number, message: whyNoTarget(target.fault, to, []).message })
  if (path === undefined || 'fault' in target) return null
  return { number, path, permanent, own: parseSitePath(sent, site), target }
}

interface Found extends NewRedirect {
  readonly number: number
}

/** What the database knows of the addresses of the site, both those that are to be redirected and those that they lead to. */
async function reachable(tx: Tx, wanted: readonly Wanted[], faults: LineFault[]): Promise<Found[]> {
  const addresses = wanted.flatMap(({ own, target }) => ['address' in target ? target.address : [], own ?? []].flat())
  const known = await knownAt(tx, addresses)
  return wanted.flatMap(({ number, path, permanent, own, target }) => {
    if (own && known.get(keyOf(own))?.isReached) {
      faults.push({ number, message: LIVE })
      return []
    }
    const destination = destinationOf(target, known)
    if (destination) return [{ ...destination, number, path, permanent }]
    faults.push({ number, message: NOTHING_THERE })
    return []
  })
}

const keyOf = ({ kind, locale, slug }: SiteAddress): string => `${kind} ${locale ?? ''} ${slug}`

async function knownAt(tx: Tx, addresses: readonly SiteAddress[]): Promise<ReadonlyMap<string, AtAddress>> {
  const known = new Map<string, AtAddress>()
  const distinct = [...new Map(addresses.map((address) => [keyOf(address), address])).values()]
  for (const batch of inBatches(distinct, BATCH)) {
    const found = await findAtAddresses(tx, batch)
    for (const [index, address] of batch.entries()) {
      const at = found[index]
      if (at) known.set(keyOf(address), at)
    }
  }
  return known
}

function destinationOf(target: WrittenTarget, known: ReadonlyMap<string, AtAddress>): Destination | null {
  if ('target' in target) return { ...NOWHERE, ...target }
  const at = known.get(keyOf(target.address))
  return at ? { ...NOWHERE, articleId: at.articleId, topicId: at.topicId, authorId: at.authorId } : null
}

/** Each leads to its end, through the lines of the file and through the redirects that there are. */
async function withoutLoops(tx: Tx, found: readonly Found[], faults: LineFault[]): Promise<NewRedirect[]> {
  const own = new Map(found.map((redirect) => [redirect.path, redirect]))
  const stored = new Map<string, Destination>()
  const next = [...new Set(found.flatMap(({ targetPath }) => targetPath ?? []))].filter((path) => !own.has(path))
  for (const batch of inBatches(next, BATCH))
    for (const [path, to] of await findRedirects(tx, batch)) stored.set(path, to)
  return found.flatMap(({ number, ...redirect }) => {
    const last = collapsed(redirect.path, redirect, (path) => own.get(path) ?? stored.get(path))
    if (last === null) faults.push({ number, message: LOOP })
    if (last === null) return []
    const { articleId, topicId, authorId, target, targetPath } = last
    return [{ articleId, topicId, authorId, target, targetPath, path: redirect.path, permanent: redirect.permanent }]
  })
}
