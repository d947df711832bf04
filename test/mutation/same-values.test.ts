import { readFileSync } from 'node:fs'
import { buildSchema, getNamedType, isObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { type MutationName, type SuccessfulCall, successfulCalls } from './successful-calls.ts'

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))
const database = await testDatabase()
const api = await testApi(database)
const calls = successfulCalls(givenIn(database), api, 'https://pictures.test/none')

/** What a second call does, and why. */
const EXCEPTIONS: Partial<Record<MutationName, string>> = {
  createArticle: 'creates another',
  createAuthor: 'creates another: two people can have one name',
  createAccessToken: 'creates another',
  createPreviewLink: 'creates another',
  createWebhook: 'creates another: two systems can have one address, with secrets of their own',
  rotateWebhookSecret: 'makes another secret',
  testWebhook: 'sends another test',
  addCaption: 'adds another use of the image',
  addCorrection: 'adds another',
  lockArticle: 'renews the lock, which is what a desk sends it for',
  autosaveArticle: 'stores the time at which the user still had it on the screen',
  uploadImage: 'the same bytes are one image: test/media/add-image.test.ts',
  importImage: 'the same bytes are one image: test/media/add-image.test.ts',
}

const isName = (name: string): name is MutationName => name in calls

interface Answer {
  version?: number | null
  currentVersion?: number | null
  userErrors: { code: string; message: string }[]
}

/** With the versions that it answers, where it does. */
function documentOf(name: MutationName): string {
  const type = schema.getMutationType()?.getFields()[name]?.type
  const payload = type && getNamedType(type)
  const versions = isObjectType(payload) && payload.getFields().version ? 'version currentVersion' : ''
  const input = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  return `mutation ($input: ${input}!) { ${name}(input: $input) { ${versions} userErrors { code message } } }`
}

async function sendTwice(name: MutationName): Promise<[Answer, Answer]> {
  const { input, as = 'EDITOR' }: SuccessfulCall = calls[name]
  const send = (sent: object) => api.as(as).mutate<Answer>(documentOf(name), { input: sent })
  const sent = await input()
  const first = await send(sent)
  const based = 'version' in sent && first.version ? { ...sent, version: first.version } : sent
  return [first, await expectNoChange(database, () => send(based))]
}

describe('A call that sets what is there already', () => {
  it.each(Object.keys(calls).filter((name) => isName(name) && !EXCEPTIONS[name]))(
    'changes nothing, or is refused and says why: %s',
    async (name) => {
      const [first, second] = await sendTwice(isName(name) ? name : 'updateArticle')

      expect(first.userErrors).toEqual([])
      if (second.userErrors.length === 0)
        expect([second.version, second.currentVersion]).toEqual([first.version, first.version])
      expect(second.userErrors.map(({ code }) => code)).not.toContain('CONFLICT')
      for (const { message } of second.userErrors) expect(message).not.toBe('')
    },
  )
})
