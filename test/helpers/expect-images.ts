import { expect } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { type EmptyPlace, wrongFiles } from '../media/places.ts'
import type { Client } from './client.ts'

/** Questions to the database that must have no answer. */
export const NEVER_OF_CAPTIONS: Readonly<Record<string, string>> = {
  'a revision with two lead images': `SELECT revision_id AS id FROM caption WHERE role = 'LEAD' GROUP BY 1 HAVING count(*) > 1`,
  'captions that do not stand at 0, 1, 2 …': `SELECT revision_id AS id FROM caption GROUP BY 1
    HAVING min(position) <> 0 OR max(position) <> count(*) - 1 OR count(DISTINCT position) <> count(*)`,
  'a body that shows a caption which its revision does not have': `
    SELECT r.id FROM revision r, jsonb_array_elements(r.body) block WHERE block ->> 'type' = 'image'
      AND NOT EXISTS (SELECT 1 FROM caption c WHERE c.revision_id = r.id AND c.id::text = block ->> 'captionId')`,
}

/** How often live articles show each image that may be shown. */
const SHOWN = `SELECT 'image_' || c.image_id AS id, count(*)::int AS n FROM article a JOIN caption c ON c.revision_id = a.live_revision_id
  JOIN image i ON i.id = c.image_id WHERE i.withheld_at IS NULL AND (i.rights_expire_at IS NULL OR i.rights_expire_at > now()) GROUP BY 1`

interface Library {
  images: { nodes: { id: string; uses: { totalCount: number } }[]; totalCount: number }
}

/** Each image has its file, each file its image; captions are in order; and readers see exactly the existing uses. */
export async function expectImages(
  database: Database,
  place: EmptyPlace,
  reader: Pick<Client, 'query'>,
): Promise<void> {
  expect(await wrongFiles(database, place)).toEqual([])
  for (const [what, text] of Object.entries(NEVER_OF_CAPTIONS))
    expect(await database.query({ text, parameters: [] }), what).toEqual([])
  const counted = await database.query<{ id: string; n: number }>({ text: SHOWN, parameters: [] })
  const { images } = await reader.query<Library>(
    '{ images(first: 100) { nodes { id uses { totalCount } } totalCount } }',
  )
  expect(images.nodes).toHaveLength(images.totalCount)
  expect(Object.fromEntries(images.nodes.map(({ id, uses }) => [id, uses.totalCount]))).toEqual(
    Object.fromEntries(counted.map(({ id, n }) => [id, n])),
  )
}
