import { parseArgs } from 'node:util'
import { type ModeName, modeNames } from './delivery/modes.ts'
import { type PageName, pageNames } from './pages.ts'

export interface Options {
  /** How many articles the database has */
  articles: number
  /** Pages to read */
  pages: readonly PageName[]
  /** Whether articles are saved, too */
  saves: boolean
  /** Ways of delivery to measure */
  modes: readonly ModeName[]
  /** Instead of all: how images are made and served */
  images: boolean
  /** Instead of all: subscriptions */
  live: boolean
  /** How many of them */
  subscribers: number
  /** Each measures every page on both servers once */
  rounds: number
  /** Of load on one server in one round */
  seconds: number
  /** Requests under way at once, or concurrent writers: the first of the counts, which is used where there is one */
  connections: number
  connectionCounts: readonly number[]
  json: boolean
  /** A database that may be used to make another one */
  databaseUrl: string
  /** The name of that other one */
  databaseName: string
}

const SAVE = 'save'
const IMAGES = 'images'
const LIVE = 'live'
const names = [...pageNames, SAVE, ...modeNames] as const
/** What is measured if nothing is named */
const usual = [...pageNames, SAVE]

/** @throws Error that says what is allowed */
export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      articles: { type: 'string', default: '100000' },
      only: { type: 'string', default: usual.join() },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '4' },
      connections: { type: 'string', default: '10' },
      subscribers: { type: 'string', default: '5000' },
      database: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const only = [IMAGES, LIVE].includes(values.only) ? [] : values.only.split(',').map(nameOf)
  const connectionCounts = values.connections.split(',').map((count) => wholeNumber('connections', count))
  return {
    articles: wholeNumber('articles', values.articles),
    pages: pageNames.filter((page) => only.includes(page)),
    saves: only.includes(SAVE),
    images: values.only === IMAGES,
    live: values.only === LIVE,
    subscribers: wholeNumber('subscribers', values.subscribers),
    rounds: wholeNumber('rounds', values.rounds),
    seconds: wholeNumber('seconds', values.seconds),
    connections: connectionCounts[0] ?? 1,
    connectionCounts,
    modes: modeNames.filter((mode) => only.includes(mode)),
    json: values.json,
    databaseUrl: process.env.BENCH_DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres',
    databaseName: databaseName(values.database ?? `copydesk_bench_${values.articles}`),
  }
}

/** It may be dropped and created again. */
function databaseName(given: string): string {
  if (/^(copydesk_)?bench_[a-z0-9_]{1,40}$/.test(given)) return given
  throw new Error(`--database must begin with bench_, because it may be dropped, and is ${given}.`)
}

function wholeNumber(name: string, given: string): number {
  if (!/^[1-9]\d{0,8}$/.test(given)) throw new Error(`--${name} must be a whole number from 1, and is ${given}.`)
  return Number(given)
}

function nameOf(given: string): PageName | ModeName | typeof SAVE {
  const name = names.find((each) => each === given.trim())
  if (!name)
    throw new Error(
      `--only takes either ${IMAGES}, or ${LIVE}, or ${names.join(', ')}, separated by commas; there is no ${given}.`,
    )
  return name
}
