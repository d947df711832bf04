import { parseEnv as parseDotenv } from 'node:util'
import { permissionsOf, roles } from '../../src/viewer/viewer.ts'
import { neededBy } from './needed-permissions.ts'
import { schemaOf } from './schema.ts'
import { textOf } from './texts.ts'

const PAGE = 'docs/security.md'

/** Variables that limit what a client can ask for, or how long it can take. */
const IS_LIMIT = /^MAX_|_TIMEOUT_MS$|^RATE_LIMIT_/

/** What readers may send too. */
const NO_PERMISSION = /\bNeeds no permission\./

/** Rows of docs/security.md that differ from the permissions in the code and from the limits in .env.example. */
export async function securityPageFaults(root: string): Promise<string[]> {
  const page = await textOf(root, PAGE)
  return [...(await permissionFaults(root, page)), ...limitFaults(page, await textOf(root, '.env.example'))]
}

/** For each permission the roles that have it, and the mutations that need it. */
async function permissionFaults(root: string, page: string): Promise<string[]> {
  const mutations = Object.values((await schemaOf(root)).getMutationType()?.getFields() ?? {})
  const rows = permissionsOf('ADMIN').map((permission) => {
    const marks = roles.map((role) => (permissionsOf(role).includes(permission) ? ' yes |' : ' |'))
    const needing = mutations.filter(({ description }) => neededBy(description)[0] === permission)
    const names = needing.map(({ name }) => `\`${name}\``).join(', ')
    return `| ${permission} |${marks.join('')}${names && ` ${names}`} |`
  })
  const open = mutations.filter(({ description }) => NO_PERMISSION.test(description ?? ''))
  const openRow = `| none | yes | yes | yes | ${open.map(({ name }) => `\`${name}\``).join(', ')} |`
  const withoutPermission = mutations.filter(
    (mutation) => neededBy(mutation.description).length === 0 && !open.includes(mutation),
  )
  return [
    ...(open.length === 0 || page.includes(`\n${openRow}\n`) ? [] : [`${PAGE} must have the row: ${openRow}`]),
    ...rows.filter((row) => !page.includes(`\n${row}\n`)).map((row) => `${PAGE} must have the row: ${row}`),
    ...withoutPermission.map(({ name }) => `schema.graphql does not say which permission ${name} needs`),
    ...unknownRows(page, /^\| ([A-Z]+_[A-Z_]+) \|(?: yes)? \|/gm, permissionsOf('ADMIN')),
  ]
}

function limitFaults(page: string, example: string): string[] {
  const defaults = Object.entries(parseDotenv(example)).filter(([name]) => IS_LIMIT.test(name))
  const documented = new Map(
    [...page.matchAll(/^\| `([A-Z_]+)` \| ([^|]*) \|/gm)].map(([, name = '', value = '']) => [name, value.trim()]),
  )
  return [
    ...defaults.flatMap(([name, value = '']) => {
      const written = documented.get(name)
      if (written === undefined) return [`${PAGE} must have a row for the limit ${name}`]
      // Without a number, the row says in words what holds.
      return value === '' || written.replaceAll(',', '') === value
        ? []
        : [`${PAGE}: the default of ${name} is ${value}, not ${written}`]
    }),
    ...unknownRows(
      page,
      /^\| `([A-Z_]+)` \|/gm,
      defaults.map(([name]) => name),
    ),
  ]
}

function unknownRows(page: string, row: RegExp, known: readonly string[]): string[] {
  const names = [...page.matchAll(row)].map(([, name = '']) => name)
  return names.filter((name) => !known.includes(name)).map((name) => `${PAGE}: there is no ${name}`)
}
