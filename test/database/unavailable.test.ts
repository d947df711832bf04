import { describe, expect, it } from 'vitest'
import { whyUnavailable } from '../../src/database/faults/unavailable.ts'
import { Unavailable } from '../../src/errors/unavailable.ts'

const error = (message: string, parts: object = {}) => Object.assign(new Error(message), parts)

const ofPrisma = (code: string, cause: object) =>
  error('Raw query failed', { code, meta: { driverAdapterError: { cause } } })

describe('errors of a driver', () => {
  it.each([
    ['a refused connection', error('', { code: 'ECONNREFUSED' }), 'not available'],
    ['a broken connection', error('Connection terminated unexpectedly'), 'not available'],
    ['no answer in time', error('Query read timeout'), 'not available'],
    ['a server that shuts down', error('terminating connection', { code: '57P01' }), 'not available'],
    ['a server that starts', error('the database system is starting up', { code: '57P03' }), 'not available'],
    ['a password that was changed', error('password authentication failed', { code: '28P01' }), 'not available'],
    ['no connection left on the server', error('sorry, too many clients', { code: '53300' }), 'too many requests'],
    ['no connection left in the pool', error('timeout exceeded when trying to connect'), 'too many requests'],
    ['a full disk', error('could not extend file', { code: '53100' }), 'no more room'],
    ['a statement that took too long', error('canceling statement', { code: '57014' }), 'Ask for less'],
    ['a lock that another has', error('canceling statement', { code: '55P03' }), 'still in progress'],
    ['a read-only database', error('cannot execute INSERT', { code: '25006' }), 'read-only'],
    ['an address that Prisma cannot reach', error("Can't reach database server", { code: 'P1001' }), 'not available'],
    ['a lock, as Prisma reports it', ofPrisma('P2010', { originalCode: '55P03' }), 'still in progress'],
    [
      'a connection that closed in a raw query of Prisma',
      ofPrisma('P2010', { kind: 'ConnectionClosed' }),
      'not available',
    ],
    ['a transaction that ran too long', error('Transaction API error', { code: 'P2028' }), 'Ask for less'],
  ])('%s is UNAVAILABLE', (_what, fault, words) => {
    const reported = whyUnavailable(fault)

    expect(reported).toBeInstanceOf(Unavailable)
    expect(reported).toMatchObject({ message: expect.stringContaining(words), cause: fault })
  })

  it.each([
    ['a statement that is wrong', error('syntax error', { code: '42601' })],
    ['a value that is not unique', error('duplicate key', { code: '23505' })],
    ['a deadlock, which is tried again', ofPrisma('P2034', { originalCode: '40P01' })],
    ['an error of our own', new TypeError('undefined is not a function')],
  ])('%s is not', (_what, fault) => {
    expect(whyUnavailable(fault)).toBe(fault)
  })
})
