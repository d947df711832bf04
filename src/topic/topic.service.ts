import type { Tx } from '../database/database.ts'
import type { Violation } from '../database/violation.ts'
import type { CreateTopicInput, UpdateTopicInput } from '../generated/graphql.ts'
import { foldedName } from '../lib/text/folded-name.ts'
import { slugOf } from '../lib/text/slug.ts'
import { taken } from '../mutation/common-errors.ts'
import { Faults } from '../mutation/faults.ts'
import { asMade, type Made, type Versions, versionsOf } from '../mutation/made.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { type Path, type Subject, type UserError, userError } from '../mutation/user-error.ts'
import { findKnown } from '../reference/known.load.ts'
import type { Reference } from '../reference/reference.ts'
import type { Site } from '../site/site.ts'
import { createPage } from '../versioned-row/page.write.ts'
import { holderOf, ownSlug, whyNotWritten, whySlugTaken } from '../versioned-row/page-slug.load.ts'
import { findSameName, type NamedPage, namedInFull } from '../versioned-row/same-name.load.ts'
import { withSlugs } from '../versioned-row/translation.load.ts'
import { checkLanguages, TRANSLATIONS } from '../versioned-row/translation.rules.ts'
import { getRow } from '../versioned-row/versioned-row.load.ts'
import { saveRow } from '../versioned-row/versioned-row.write.ts'
import { holdHierarchy, isWithin, type LoadedTopic, levelsBelow } from './topic.load.ts'
import { merged, parseTopic, type TopicChange, type TopicState, whyTooDeep } from './topic.rules.ts'
import { TOPIC } from './topic.write.ts'

type TopicAnswer = { topic: Subject } & Versions

const answer = (made: Made): TopicAnswer => ({ topic: asMade(made), ...versionsOf(made) })

/** For names of which nothing can be said in the letters of an address. */
const NAMELESS = 'topic'

export function createTopic(desk: MutationContext, site: Site, input: CreateTopicInput): Promise<Outcome<TopicAnswer>> {
  return mutate(desk, {
    name: 'createTopic',
    input,
    needs: 'EDIT_TOPICS',
    async work(tx, viewer) {
      if (input.parentId) await holdHierarchy(tx)
      const faults = new Faults()
      const sent = parseTopic({ ...input, slug: input.slug ?? undefined }, site.slugScript, faults)
      await checkNames(tx, null, { ...TOPIC.blank, ...sent }, sent, faults)
      const change = await checked(tx, site, sent, null, faults)
      const state = merged({ ...TOPIC.blank, slug: slugOf(change.name ?? '', site.slugScript) || NAMELESS }, change)
      return answer(await createPage(tx, viewer, TOPIC, { state, isSlugChosen: change.slug !== undefined }))
    },
    explain: (violation) => whyRefused(desk, input, violation),
  })
}

export function updateTopic(desk: MutationContext, site: Site, input: UpdateTopicInput): Promise<Outcome<TopicAnswer>> {
  return mutate(desk, {
    name: 'updateTopic',
    input,
    needs: 'EDIT_TOPICS',
    async work(tx, viewer) {
      // Before anything is read: what was read before waiting for another's change would be old.
      if (input.parentId !== undefined) await holdHierarchy(tx)
      const topic = await getRow(tx, TOPIC, input)
      const faults = new Faults()
      const sent = parseTopic(input, site.slugScript, faults)
      await checkNames(tx, topic, { ...topic, ...sent }, sent, faults)
      const change = await checked(tx, site, sent, topic, faults)
      return answer(await saveRow(tx, viewer, TOPIC, topic, merged(topic, change)))
    },
    explain: (violation) => whyRefused(desk, input, violation),
  })
}

type CompleteChange = Parameters<typeof merged>[1]

/**
 * The change with the topics that it leads to, and the slugs of its translations. Finds what only the database can tell of an input, and with it all that is
 * wrong.
 * @param topic null: a new one
 * @throws Refusal
 */
async function checked(
  tx: Tx,
  { defaultLocale, slugScript }: Site,
  { translations: sent, ...texts }: TopicChange,
  topic: LoadedTopic | null,
  faults: Faults,
): Promise<CompleteChange> {
  const change = { ...texts, ...(await namedTopics(tx, texts, faults)) }
  const { parent, related = [], slug, uri } = change
  const id = topic?.id ?? null
  if (parent && parent.id !== topic?.parentId) faults.take(await whyNotBelow(tx, parent, id))
  for (const { path } of related.filter((reference) => reference.id === id)) {
    faults.add('INVALID', path, 'A topic cannot be related to itself. Remove it.')
  }
  if (slug !== undefined) faults.take(await whySlugTaken(tx, ownSlug('Topic'), slug, id))
  faults.take(await whyUriTaken(tx, uri, id))
  if (sent) checkLanguages(sent, defaultLocale, faults)
  const page = {
    type: 'Topic',
    ownId: id,
    before: topic?.translations ?? [],
    script: slugScript,
    nameless: NAMELESS,
  } as const
  const translations = sent && (await withSlugs(tx, sent, page, faults))
  faults.refuse()
  return { ...change, ...(translations && { translations }) }
}

/** @param id of the topic that moves; null for a new one */
async function whyNotBelow(tx: Tx, parent: Reference, id: string | null): Promise<UserError | null> {
  if (id !== null && (await isWithin(tx, parent.id, id)))
    return userError('INVALID', parent.path, 'A topic cannot be below itself. Choose a parent that is not below it.')
  const { above, own } = await levelsBelow(tx, parent.id, id)
  return whyTooDeep(above + own, parent.path, 'Choose a parent that is nearer to the top.')
}

/**
 * Two topics of one name and kind divide the articles of one subject, in any language. Those that exist can be changed in everything else, and be merged.
 * @param topic null: a new one
 */
async function checkNames(
  tx: Tx,
  topic: LoadedTopic | null,
  { name, kind }: Pick<TopicState, 'name' | 'kind'>,
  change: TopicChange,
  faults: Faults,
): Promise<void> {
  const isOther = (one: string, before: string | undefined) =>
    topic?.kind !== kind || before === undefined || foldedName(one) !== foldedName(before)
  const own = { path: ['input', change.name === undefined ? 'kind' : 'name'], name, before: topic?.name }
  const translated = (change.translations ?? []).map((one, index) => ({
    path: [...TRANSLATIONS, index, 'name'],
    name: one.name,
    locale: one.locale,
    before: topic?.translations.find(({ locale }) => locale === one.locale)?.name,
  }))
  const isRefused = (path: Path) => faults.found.some((fault) => fault.path.join() === path.join())
  for (const { path, before, ...wanted } of [own, ...translated]) {
    if (isRefused(path) || !isOther(wanted.name, before)) continue
    const other = await findSameName(tx, 'Topic', { ...wanted, kind, ownId: topic?.id ?? null })
    if (other) faults.take(nameTaken(path, wanted.name, other))
  }
}

function nameTaken(path: Path, name: string, other: NamedPage): UserError {
  return taken(path, { value: name, topic: other.id }, () => {
    return `There is already a topic of this kind with this name: ${namedInFull('Topic', other)}. Use that topic, or choose another name.`
  })
}

async function namedTopics(
  tx: Tx,
  { parent, related }: Omit<TopicChange, 'translations'>,
  faults: Faults,
): Promise<Pick<TopicChange, 'parent' | 'related'>> {
  const [above] = parent ? await findKnown(tx, [parent], 'Topic', faults) : []
  return {
    ...(above && { parent: above }),
    ...(related && { related: await findKnown(tx, related, 'Topic', faults) }),
  }
}

/** @param id of the topic that changes; null for a new one */
async function whyUriTaken(tx: Tx, uri: string | null | undefined, id: string | null): Promise<UserError | null> {
  if (!uri) return null
  const topic = await holderOf(tx, 'Topic', 'uri', uri)
  if (topic === null || topic === id) return null
  return taken(['input', 'uri'], { value: uri, topic }, () => {
    return 'Another topic has this `uri`. Use that topic, or merge the two.'
  })
}

const DELETED = 'This topic has been deleted. Choose another.'

/** What else was taken, or deleted, between the look and the write. */
const OVERTAKEN = {
  topic_parent_id_fkey: userError('NOT_FOUND', ['input', 'parentId'], DELETED),
  topic_relation_related_id_fkey: userError('NOT_FOUND', ['input', 'relatedTopicIds'], DELETED),
}

async function whyRefused(
  { database }: MutationContext,
  { slug, uri }: { slug?: string | null; uri?: string | null },
  violation: Violation,
) {
  const topic_uri_key = await whyUriTaken(database.prisma, uri, null)
  return whyNotWritten(database.prisma, 'Topic', slug, violation, { ...OVERTAKEN, topic_uri_key })
}
