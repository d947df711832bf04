import { graphql } from 'graphql'
import { parseEnv } from '../../src/config/env.ts'
import { trigramsOf } from '../../src/database/capabilities.ts'
import type { Database } from '../../src/database/database.ts'
import { imageAddresses } from '../../src/media/serving/image-addresses.ts'
import { mediaSecret } from '../../src/media/serving/secret.load.ts'
import { signerOf } from '../../src/media/serving/signature.ts'
import { TAGGED_READERS } from '../../src/reading/audience.ts'
import { Plans } from '../../src/reading/plans.ts'
import { Reader } from '../../src/reading/reader.ts'
import { executableSchema } from '../../src/schema.ts'
import { shapesOf } from '../../src/shapes.ts'
import { SITE_URL, type Variables } from '../helpers/api.ts'

/** Reads from a database as the API does, and says on what each response depends. */
export async function taggedReads(database: Database) {
  const { site } = parseEnv({ SITE_URL })
  const addresses = imageAddresses(site, signerOf(await mediaSecret(database)))
  const shapes = shapesOf(site, await trigramsOf(database), addresses)
  const plans = new Plans(shapes)
  const schema = executableSchema(plans)

  async function read(source: string, variableValues: Variables = {}, audience = TAGGED_READERS) {
    const reader = new Reader(database, plans, audience)
    const { data, errors } = await graphql({ schema, source, variableValues, contextValue: { reader } })
    return {
      data,
      errors: errors?.map(({ message }) => message),
      tags: reader.tags.tags,
      validUntil: reader.tags.validUntil,
    }
  }

  return { read, shapes, schema }
}
