// Makes an access token, such as the first one in production: npm run token -- --role ADMIN --name "Ilse's laptop" --email ilse@daily.example
// With --email for the account of that address, made when there is none; without, for a new service account of that name.
// Only the token goes to standard output, so that a script can use it: TOKEN=$(npm run -s token -- …)

import { type Env, readEnv } from '../src/config/env.ts'
import type { Database, Tx } from '../src/database/database.ts'
import { FolderInUse } from '../src/database/errors.ts'
import { migrate } from '../src/database/migrate.ts'
import { VIEWER } from '../src/http/pages/first-query.ts'
import { makeAccessToken } from '../src/identity/access-token.write.ts'
import { makeAccount } from '../src/identity/user.write.ts'
import { lesserRole } from '../src/viewer/viewer.ts'
import { parseTokenArguments, type WantedToken } from './token-arguments.ts'
import { openDatabase, orExplain } from './with-database.ts'

const DAY = 24 * 60 * 60 * 1000

await orExplain(async () => {
  const wanted = parseTokenArguments(process.argv.slice(2))
  const env = readEnv()
  const database = await openUnlessServed(env)
  try {
    await migrate(database)
    const expiresAt = wanted.expiresInDays === null ? null : new Date(Date.now() + wanted.expiresInDays * DAY)
    const token = await database.transaction((tx) => make(tx, wanted, expiresAt))
    console.log(token)
    console.error(explanation(env, wanted, expiresAt))
  } finally {
    await database.close()
  }
})

/** @throws Error that says what to do about a server that runs on the embedded database */
async function openUnlessServed(env: Env): Promise<Database> {
  try {
    return await openDatabase(env)
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error
    const way =
      'If that process is the server: stop it, create the token, and start it again. An admin with a token can also create more'
    throw new Error(`${error.message}\n${way} while it runs, by the mutation createAccessToken.`)
  }
}

async function make(tx: Tx, wanted: WantedToken, expiresAt: Date | null): Promise<string> {
  const userId = await accountFor(tx, wanted)
  const { token } = await makeAccessToken(tx, null, { userId, name: wanted.name, role: wanted.role, expiresAt })
  return token
}

/** @throws Error when the account of that address cannot have the token */
async function accountFor(tx: Tx, { email, name, role }: WantedToken): Promise<string> {
  const known = email === null ? null : await tx.user.findUnique({ where: { email } })
  if (!known) return (await makeAccount(tx, null, { name, email, role })).id
  if (known.suspendedAt !== null)
    throw new Error(`${email} is suspended. An admin can reinstate the account (updateUser).`)
  if (lesserRole(role, known.role) !== role)
    throw new Error(`${email} has the role ${known.role}; a token cannot have a higher role than its account.`)
  return known.id
}

function explanation({ publicUrl }: Env, { role, name }: WantedToken, expiresAt: Date | null): string {
  return [
    '',
    `This is the access token "${name}": ${role}, ${expiresAt ? `until ${expiresAt.toISOString()}` : 'until it is revoked'}.`,
    'It is shown only once. Keep it as secret as a password, and send it with every request:',
    '',
    `  curl -G ${publicUrl}/graphql -H "authorization: Bearer $TOKEN" --data-urlencode 'query=${VIEWER}'`,
    '',
  ].join('\n')
}
