import { parseArgs } from 'node:util'
import { emailAddress } from '../src/identity/email.ts'
import { type Role, roles } from '../src/viewer/viewer.ts'

/** The token that is wanted. */
export interface WantedToken {
  role: Role
  name: string
  email: string | null
  expiresInDays: number | null
}

const USAGE = 'npm run token -- --role ADMIN --name "Who or what it is for" [--email NAME@PLACE] [--expires-in-days N]'

const LONGEST_NAME = 100
const MOST_DAYS = 3650

const OPTIONS = {
  role: { type: 'string' },
  name: { type: 'string' },
  email: { type: 'string' },
  'expires-in-days': { type: 'string' },
} as const

/** @throws Error that lists everything that is wrong */
export function parseTokenArguments(given: readonly string[]): WantedToken {
  const { values, positionals } = parseArgs({
    args: [...given],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
  })
  const role = roles.find((one) => one === values.role)
  const name = textOf(values.name)
  const email = values.email === undefined ? null : emailAddress(textOf(values.email))
  const days = values['expires-in-days'] === undefined ? null : daysOf(values['expires-in-days'])
  const unknown = Object.keys(values).flatMap((option) => (option in OPTIONS ? [] : [`--${option}`]))
  const faults = [
    ...[...unknown, ...positionals].map((extra) => `${extra} is no option.`),
    !role && `--role must be one of ${roles.join(', ')}.`,
    (name === '' || name.length > LONGEST_NAME) && `--name must have 1 to ${LONGEST_NAME} characters.`,
    values.email !== undefined && email === null && '--email must be an e-mail address.',
    values['expires-in-days'] !== undefined && days === null && `--expires-in-days must be 1 to ${MOST_DAYS}.`,
  ].filter((fault) => typeof fault === 'string')
  if (!role || faults.length > 0) throw new Error([...faults, '', USAGE].join('\n'))
  return { role, name, email, expiresInDays: days }
}

/** An option without its value comes as true. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}

function daysOf(value: unknown): number | null {
  const days = /^\d{1,4}$/.test(textOf(value)) ? Number(value) : 0
  return days >= 1 && days <= MOST_DAYS ? days : null
}
