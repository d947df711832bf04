import { describe, expect, it } from 'vitest'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import type { Input } from './examples.ts'
import { withValueAt } from './filled.ts'
import {
  documentedLength,
  inputTypeOf,
  isMarkup,
  isPlainText,
  mutationNames,
  type TextField,
  textFieldsOf,
} from './input-fields.ts'
import { inputsTo, type Outcome, type Sent } from './senders.ts'

// Every text of every mutation's input, with what no text may be: made from schema.graphql.

const database = await testDatabase()
const { send, exampleOf, parts } = await inputsTo(database)

/** The one field that takes any text: it is only sent back. Every input below has one, and expects it back. */
const TAKES_ANYTHING = 'clientMutationId'

/** Fields that are neither plain text nor markup, and take "<script>" all the same, each with the reason. */
const TAKES_SCRIPT: Readonly<Record<string, string>> = {
  key: 'it is compared with other fields of the same input, and stored nowhere',
  idempotencyKey: 'it is compared with other keys, and shown to nobody',
  session: 'it is compared with other sessions of its user, and shown to nobody else',
  location: 'an address is stored percent-encoded',
  path: 'old addresses have any characters, and are shown as text',
  uri: 'an identifier of another vocabulary, which is shown as text',
}

/** Of the same input only one of these may be sent. */
const ONE_OF: Readonly<Record<string, readonly string[]>> = {
  createRedirect: ['articleSlug', 'targetId', 'location'],
  replayWebhookDeliveries: ['deliveryIds', 'state'],
}

/** Longer than anything that has no limit of its own: the body as a whole has 1 MB. */
const FAR_TOO_LONG = 1_100_000

const nameOf = ({ path }: TextField): string => path.filter((step) => step !== '0').at(-1) ?? ''

const fieldsOf = (mutation: string) => textFieldsOf(mutation).filter((field) => nameOf(field) !== TAKES_ANYTHING)

function tooLong({ description, scalar }: TextField): string {
  if (scalar === 'ID') return 'x'.repeat(10_000)
  return 'x'.repeat((documentedLength(description) ?? FAR_TOO_LONG) + 1)
}

type Fault = Outcome['userErrors'][number]

interface Attempt {
  readonly field: TextField
  readonly input: Input
}

function attempts(
  mutation: string,
  example: Input,
  fields: TextField[],
  text: (field: TextField) => string,
): Attempt[] {
  return fields.map((field) => {
    const input = withValueAt(inputTypeOf(mutation), example, field.path.slice(1), text(field), parts)
    if (typeof input !== 'object' || input === null) throw new Error('an input that is no object')
    const excluded = ONE_OF[mutation]?.includes(nameOf(field)) ? ONE_OF[mutation] : []
    const sent = Object.entries(input).filter(([name]) => name === nameOf(field) || !excluded.includes(name))
    return { field, input: { ...Object.fromEntries(sent), clientMutationId: field.path.join('.') } }
  })
}

/** A value that a scalar of its own refuses takes the whole request with it: such are sent alone. */
const isAlone = ({ field }: Attempt) => !['String', 'ID'].includes(field.scalar)

async function answersTo(mutation: string, all: Attempt[]): Promise<[Attempt, Sent][]> {
  const together = all.filter((attempt) => !isAlone(attempt))
  const sent = await send(
    mutation,
    together.map(({ input }) => input),
  )
  const answers = together.map((attempt, index): [Attempt, Sent] => [
    attempt,
    sent[index] ?? { outcome: null, errors: [] },
  ])
  for (const attempt of all.filter(isAlone)) {
    const [alone = { outcome: null, errors: [] }] = await send(mutation, [attempt.input])
    answers.push([attempt, alone])
  }
  return answers
}

/** What is wrong with an answer that should refuse this field; null where it does. */
function notRefused({ field }: Attempt, { outcome, errors }: Sent, isNamed: (fault: Fault) => boolean): string | null {
  const place = field.path.join('.')
  if (!outcome) {
    const places = [placeInMessage(field), field.path.slice(1).join('.')]
    const refuses = errors.some(
      ({ message, extensions }) =>
        extensions?.code === 'BAD_USER_INPUT' && places.some((named) => message.includes(named)),
    )
    return refuses ? null : `${place}: ${JSON.stringify(errors)}`
  }
  if (outcome.clientMutationId !== place) return `${place}: clientMutationId ${outcome.clientMutationId}`
  if (outcome.userErrors.some(isNamed)) return null
  return `${place}: ${JSON.stringify(outcome.userErrors)}`
}

/** graphql-js names a place within a variable as "i0.credits[0].name". */
const placeInMessage = ({ path }: TextField) =>
  path.slice(1).reduce((place, step) => `${place}${/^\d+$/.test(step) ? `[${step}]` : `.${step}`}`, '')

function isNamedAsUnusable({ path }: TextField, fault: Fault): boolean {
  return fault.path.join('.') === path.join('.') && ['INVALID', 'NOT_FOUND'].includes(fault.code)
}

/** Where the field has no limit of its own, one around it has, and is named. */
function isNamedAsTooLong(field: TextField, fault: Fault): boolean {
  const [place, named] = [field.path.join('.'), fault.path.join('.')]
  if (isPlainText(field) && documentedLength(field.description)) return named === place && fault.code === 'TOO_LONG'
  if (!['TOO_LONG', 'INVALID', 'NOT_FOUND'].includes(fault.code)) return false
  return documentedLength(field.description) === null ? place.startsWith(named) && named !== 'input' : named === place
}

/** Sends a text in one field after another, and gives the fields that did not refuse it. */
async function takers(
  mutation: string,
  fields: TextField[],
  text: (field: TextField) => string,
  isNamed: (field: TextField, fault: Fault) => boolean = isNamedAsUnusable,
): Promise<string[]> {
  const all = attempts(mutation, await exampleOf(mutation), fields, text)
  const answers = await expectNoChange(database, () => answersTo(mutation, all))
  expect(answers).toHaveLength(fields.length)
  return answers
    .map(([attempt, sent]) => notRefused(attempt, sent, (fault) => isNamed(attempt.field, fault)))
    .filter((fault) => fault !== null)
}

// An image is inspected again for each input that comes with it.
describe.each(mutationNames())('%s', { timeout: 120_000 }, (mutation) => {
  it('succeeds with the example from which the refused inputs are made', async () => {
    const [sent] = await send(mutation, [await exampleOf(mutation)])

    expect(sent).toEqual({ outcome: { userErrors: [], clientMutationId: null }, errors: [] })
  })

  it('refuses NUL in each text, at its place, and changes nothing', async () => {
    expect(await takers(mutation, fieldsOf(mutation), () => 'a\0b')).toEqual([])
  })

  it('refuses half of a surrogate pair in each text, at its place, and changes nothing', async () => {
    expect(await takers(mutation, fieldsOf(mutation), () => 'a\ud83d')).toEqual([])
  })

  it('refuses each text that is one character longer than documented, at its place, and changes nothing', async () => {
    expect(await takers(mutation, fieldsOf(mutation), tooLong, isNamedAsTooLong)).toEqual([])
  })

  it('refuses script in each field that is neither plain text nor markup, at its place, and changes nothing', async () => {
    const fields = fieldsOf(mutation)
      .filter((field) => !isPlainText(field) && !isMarkup(field))
      .filter((field) => !(nameOf(field) in TAKES_SCRIPT))

    expect(await takers(mutation, fields, () => '<script>alert(1)</script>')).toEqual([])
  })
})

describe('The fields that take script although they are neither plain text nor markup', () => {
  it('are all in schema.graphql', () => {
    const names = new Set(mutationNames().flatMap((mutation) => textFieldsOf(mutation).map(nameOf)))

    expect([TAKES_ANYTHING, ...Object.keys(TAKES_SCRIPT)].filter((name) => !names.has(name))).toEqual([])
  })
})

describe('Each text of an input', () => {
  it('documents how long it may be, or stands in a field that does, or names another thing', () => {
    const fields = mutationNames().flatMap(fieldsOf)
    const namesAThing = ({ scalar }: TextField) => ['ID', 'Locale', 'DateTime', 'URL'].includes(scalar)
    const limited = ({ description, around }: TextField) =>
      documentedLength(description) !== null || around.some((text) => /\bup to\b.*\bMB\b/.test(text))

    const unlimited = fields.filter((field) => !namesAThing(field) && !limited(field)).map(({ path }) => path.join('.'))
    expect(fields.length).toBeGreaterThan(200)
    expect([...new Set(unlimited)]).toEqual(['input.topics.0.slug'])
  })
})
