import type { FastifyInstance } from 'fastify'
import { Webhook } from 'standardwebhooks'
import * as z from 'zod'
import { failure } from '../failures.ts'
import { limitRates, type RateHooks } from '../rate/rate-hooks.ts'

const reports = z.object({
  events: z
    .array(
      z
        .object({
          type: z.enum(['bounce', 'complaint', 'unsubscribe']),
          address: z.string().max(254).optional(),
          returnPath: z.string().max(320).optional(),
        })
        .refine(({ address, returnPath }) => address !== undefined || returnPath !== undefined),
    )
    .max(100),
})

type Reports = z.output<typeof reports>['events']

export interface MailEvents {
  /** As standardwebhooks has it: whsec_… */
  readonly secret: string
  readonly take: (report: Reports[number]) => Promise<void>
}

const BODY_BYTES = 64 * 1024

/** Who has the secret may report much: only what is refused costs much. */
const COST = 1

/**
 * POST /mail/events: what mail servers report of mails, signed as Standard Webhooks says. The answer is the same whether an address is known or not.
 */
export async function serveMailEvents(
  fastify: FastifyInstance,
  { secret, take }: MailEvents,
  rates: RateHooks | null,
): Promise<void> {
  const webhook = new Webhook(secret)
  // In a scope of its own: the signature is of the bytes.
  await fastify.register(async (scope) => {
    if (rates) limitRates(scope, rates)
    scope.removeContentTypeParser('application/json')
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'string', bodyLimit: BODY_BYTES },
      (_request, body, done) => done(null, body),
    )
    scope.post('/mail/events', async (request, reply) => {
      const named = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [
        name,
        String(request.headers[name] ?? ''),
      ])
      let body: unknown
      try {
        body = webhook.verify(String(request.body ?? ''), Object.fromEntries(named))
      } catch {
        return reply.code(401).send(failure('UNAUTHENTICATED', 'The signature is not valid.'))
      }
      const parsed = reports.safeParse(body)
      if (!parsed.success)
        return reply
          .code(400)
          .send(failure('BAD_REQUEST', 'Send { "events": [{ "type", "address" or "returnPath" }] }.'))
      await rates?.charge(request.turn, COST, null)
      for (const report of parsed.data.events) await take(report)
      return reply.code(204).send()
    })
  })
}
