import { describe, expect, it } from 'vitest'
import { mailsTo, tokenIn } from '../follow/mails.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { contractOf } from './operations.ts'

const { operation } = contractOf('events')

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)

describe('The operations of readers', () => {
  it('ask, confirm, show, change, end and erase', async () => {
    const topic = await given.topic()
    const asked = await given.reader({ isConfirmed: false, follows: [topic] })
    const { CONFIRM: token, MANAGE, UNSUBSCRIBE } = asked.tokens

    expect(await api.mutate(operation('Confirm'), { token })).toEqual({
      reader: { email: asked.email, status: 'CONFIRMED' },
      userErrors: [],
    })
    expect(await api.query(operation('ReaderOf'), { token: MANAGE })).toMatchObject({
      reader: {
        ...{ email: asked.email, status: 'CONFIRMED', frequency: 'INSTANT' },
        topics: [{ topic: { name: topic.name }, since: expect.any(String) }],
        export: { email: asked.email },
      },
    })
    expect(await api.as('EDITOR').query(operation('Followers'))).toEqual({
      topics: { nodes: [{ name: topic.name, followerCount: 1 }] },
    })
    expect(await api.mutate(operation('Change'), { token: MANAGE })).toEqual({
      reader: { frequency: 'DAILY' },
      userErrors: [],
    })
    expect(await api.mutate(operation('Unfollow'), { token: UNSUBSCRIBE })).toEqual({ accepted: true, userErrors: [] })
    expect(await api.mutate(operation('Erase'), { token: MANAGE })).toEqual({ accepted: true, userErrors: [] })
    expect(await api.query(operation('ReaderOf'), { token: MANAGE })).toEqual({ reader: null })
    const refused = await api.mutate(operation('Erase'), { token: MANAGE })
    expect(refused).toMatchObject({ accepted: null, userErrors: [{ code: 'NOT_FOUND' }] })
  })

  it('send a known reader the manage link, without naming anything', async () => {
    const email = 'reader@site.example'
    await given.reader({ email, follows: [await given.topic()] })

    expect(await api.mutate(operation('Follow'))).toEqual({ accepted: true, userErrors: [] })

    const [mail] = await mailsTo(database, email)
    expect(mail && tokenIn(mail, 'manage')).toMatch(/^cpr_/)
  })

  it('tell readers nothing of how many follow', async () => {
    const { errors } = await api.ask(operation('Followers'))
    expect(errors?.map(({ extensions }) => extensions?.code)).toContain('FORBIDDEN')
  })
})
