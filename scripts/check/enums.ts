import { type GraphQLEnumType, type GraphQLSchema, isEnumType } from 'graphql'
import { AI_USE_KINDS } from '../../src/content/ai-use.ts'
import { GENRES } from '../../src/content/genres.ts'
import { DIGITAL_SOURCES } from '../../src/contract/digital-sources.ts'
import { TRANSITIONS } from '../../src/lifecycle/transitions.ts'
import { DESK_KINDS } from '../../src/live/desk-source.ts'
import { FORMATS } from '../../src/media/serving/requested-image.ts'
import { EVENT_NAMES } from '../../src/outbox/event-types.ts'
import { CHANNELS } from '../../src/share/share.rules.ts'
import { ENDINGS } from '../../src/site/feeds.ts'
import { permissionsOf, roles } from '../../src/viewer/viewer.ts'
import { schemaOf, typesOf } from './schema.ts'
import { type SourceFile, sourceFiles } from './source.ts'
import { textOf } from './texts.ts'

/** Enums of the database that the schema has by another name. */
const NAMES: Readonly<Record<string, string>> = {
  // PostgreSQL has roles of its own.
  UserRole: 'Role',
}

/** Enums of the database that no client sees. */
const OF_DATABASE: Readonly<Record<string, string>> = {
  AliasKind: 'which table an old address belongs to: readers are sent to the page itself',
  ReaderTokenPurpose: 'what a link in a mail is for: each mutation of readers takes the tokens that are for it',
}

/** Enums of the schema whose values a table of the code has as its keys. */
const IN_CODE: Readonly<Record<string, readonly string[]>> = {
  AiUseKind: AI_USE_KINDS,
  ArticleAction: Object.keys(TRANSITIONS),
  EventType: Object.keys(EVENT_NAMES),
  FeedFormat: Object.keys(ENDINGS),
  DeskChangeKind: [...Object.keys(DESK_KINDS), 'RESYNC'],
  DigitalSource: Object.keys(DIGITAL_SOURCES),
  Genre: GENRES,
  ImageFormat: Object.keys(FORMATS),
  Permission: permissionsOf('ADMIN'),
  ShareChannel: Object.keys(CHANNELS),
}

/** Enums of the schema that nothing lists: why a value that the code does not know cannot be lost. */
const ONE_BY_ONE: Readonly<Record<string, string>> = {
  ActivitySubjectType: 'src/activity/activity.shape.ts has a line for each, which the compiler demands',
  ActivityAction: 'each is written by the action that it names; the column is text',
  ArticleChangeKind:
    'each is made by src/live/article-source.ts, which has a line for each event, or by src/live/change.ts; a client only receives them',
  BlockType: 'src/diff/revision-diff.ts has a line for each stored type, which the compiler demands',
  ChangeKind: 'each is made by one function of src/comparison/change.ts; a client only receives them',
  DividerStyle: 'src/content/blocks/divider.ts has a line for each, which the compiler demands',
  LimitUnit: 'each is made by a factory of src/mutation/common-errors.ts or by a rule; a client only receives them',
  MarkupChangeKind: 'each is made by src/diff/markup-changes.ts; a client only receives them',
  OrderDirection: 'SQL has two directions',
  Orientation: 'src/image/image.shape.ts has a condition for each, which the compiler demands',
  PlannedStep: 'src/workflow/schedule.rules.ts has a line for each, which the compiler demands',
  PreviewLinkState: 'src/preview/preview-link.shape.ts has a condition for each, which the compiler demands',
  QueryMode: 'a text is compared with regard to case or without',
  RelatedReason: 'src/related/related-articles.ts has a column for each, which the compiler demands',
  RightsState: 'src/image/display/rights.expressions.ts has a condition for each, which the compiler demands',
  SitePathKind: 'src/address/site-path.shape.ts has a query for each, which the compiler demands',
  Stage: 'src/stage/stage.argument.ts knows DRAFT and takes all else for PUBLISHED',
  TextDirection: 'a script runs from right to left or not',
  UserErrorCode: 'each is made by a rule; a client only receives them',
  WarningCode: 'each is made by a rule; a client only receives them',
  WebhookState: 'src/webhook/webhook.shape.ts has an expression for both',
  WordSpanKind: 'each is made by src/diff/word-spans.ts; a client only receives them',
}

type Enums = ReadonlyMap<string, readonly string[]>

/** Enums of which the API, the database and the code do not know the same values. */
export async function enumFaults(root: string): Promise<string[]> {
  const schema = await schemaOf(root)
  const prisma = await textOf(root, 'prisma/schema.prisma')
  return [...differingEnums(schema, prisma), ...listsByHand(schema, await sourceFiles(root, ['src']))]
}

function differingEnums(schema: GraphQLSchema, prisma: string): string[] {
  const api = enumsOf(schema)
  const database = enumsOfPrisma(prisma)
  const inDatabase = new Set([...database.keys()].map((name) => NAMES[name] ?? name))
  return [
    ...[...database].flatMap(([name, values]) => databaseFaults(name, values, api)),
    ...differences('Role', 'src/viewer/viewer.ts', roles, api.get('Role') ?? []),
    ...Object.entries(IN_CODE).flatMap(([name, values]) => differences(name, 'the code', values, api.get(name) ?? [])),
    ...[...api.keys()]
      .filter((name) => !inDatabase.has(name) && !(name in IN_CODE) && !(name in ONE_BY_ONE))
      .map((name) => `${name} is an enum of the schema alone: say in scripts/check/enums.ts what has its values`),
    ...Object.keys(ONE_BY_ONE)
      .filter((name) => !api.has(name) || inDatabase.has(name))
      .map((name) => `${name} is no enum of the schema alone: remove it from scripts/check/enums.ts`),
  ]
}

function databaseFaults(name: string, values: readonly string[], api: Enums): string[] {
  const inApi = api.get(NAMES[name] ?? name)
  if (inApi) return differences(NAMES[name] ?? name, 'prisma/schema.prisma', values, inApi)
  return name in OF_DATABASE ? [] : [`${name} is an enum of the database alone: say in scripts/check/enums.ts why`]
}

function differences(name: string, place: string, there: readonly string[], api: readonly string[]): string[] {
  return [
    ...api
      .filter((value) => !there.includes(value))
      .map((value) => `${name}.${value} is in the schema, not in ${place}`),
    ...there
      .filter((value) => !api.includes(value))
      .map((value) => `${name}.${value} is in ${place}, not in the schema`),
  ]
}

/** Values of the database's enums that zod is given one by one: `z.enum(CreditRole)` takes them from what Prisma generates. */
function listsByHand(schema: GraphQLSchema, files: readonly SourceFile[]): string[] {
  const enums = [...enumsOf(schema)]
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(/\b(?:z|zod)\.(?:enum|literal)\(\s*\[([^\]]*)\]/g)].flatMap(([, list = '']) => {
      const values = [...list.matchAll(/'([A-Z_]+)'/g)].map(([, value = '']) => value)
      const known = enums.find(([, all]) => values.length > 0 && values.every((value) => all.includes(value)))
      return known
        ? [`${path} lists the values of ${known[0]} by hand: take them from src/generated/prisma/enums.ts`]
        : []
    }),
  )
}

function enumsOf(schema: GraphQLSchema): Enums {
  const enums: GraphQLEnumType[] = typesOf(schema).filter(isEnumType)
  return new Map(enums.map((type) => [type.name, type.getValues().map(({ name }) => name)]))
}

function enumsOfPrisma(text: string): Enums {
  return new Map(
    [...text.matchAll(/^enum (\w+) \{\n(.*?)^\}/gms)].map(([, name = '', body = '']) => [
      name,
      [...body.matchAll(/^ +(\w+)/gm)].map(([, value = '']) => value),
    ]),
  )
}
