import { sql } from 'kysely'
import { captionAltText, captionCredit, captionText } from '../caption/caption.expressions.ts'
import { captionsOfShown } from '../caption/shown-captions.ts'
import { imageOf } from '../image/display/image-url.fields.ts'
import { isUsable } from '../image/display/rights.expressions.ts'
import { listOf, textOf, textOrNull } from '../lib/json.ts'
import type { Addresses } from '../media/serving/image-addresses.ts'
import type { Run } from '../reading/argument.ts'
import { computed } from '../reading/field.ts'
import { isObject, planObject } from '../reading/object.ts'
import {
  column,
  type Expression,
  type Field,
  isTypename,
  type Need,
  type Row,
  type Selection,
} from '../reading/plan.ts'
import { projectValue, type Value } from '../reading/value.ts'
import { shownRevision } from '../stage/article.rows.ts'
import { type Block, parseBody } from './body.ts'
import { bodyHtml, type Figure } from './body-html.ts'
import { blockText } from './inline-html.ts'

const body = column('revision', 'body')

type Captions = (responseKey: string) => ReadonlyMap<string, unknown>

/** A stored block as the value of its GraphQL type. */
function blockValue(block: Block, captions: Captions): Value {
  switch (block.type) {
    case 'paragraph':
      return { __typename: 'ParagraphBlock', html: block.html, text: () => blockText(block.html) }
    case 'heading':
      return { __typename: 'HeadingBlock', level: block.level, text: block.text }
    case 'image':
      return { __typename: 'ImageBlock', caption: (key: string) => captions(key).get(block.captionId) ?? null }
    case 'quote':
      return { __typename: 'QuoteBlock', text: block.text, attribution: block.attribution }
    case 'list':
      return {
        __typename: 'ListBlock',
        ordered: block.ordered,
        items: () => block.items.map(blockText),
        itemsHtml: block.items,
      }
    case 'embed':
      return { __typename: 'EmbedBlock', url: block.url, provider: block.provider, title: block.title }
  }
}

/** The captions of the article as one place below the body selects them, by their uuid. */
interface CaptionReading {
  readonly key: string
  readonly need: Need
  readonly read: (raw: unknown, run: Run) => ReadonlyMap<string, unknown>
}

function captionReading(selection: Selection, key: string, article: Row): CaptionReading {
  const row = selection.planner.row('Caption')
  row.conditions.push(captionsOfShown(article, row))
  const object = planObject(selection, 'Caption', row)
  const { finish } = object
  const items = sql`(select coalesce(json_object_agg(${sql.ref(`${row.alias}.id`)}, ${object.sql}), '{}'::json) ${row.source()})`
  return {
    key,
    need: { key: selection, sql: items },
    read: (raw, run) =>
      new Map(isObject(raw) ? Object.entries(raw).map(([id, item]) => [id, finish ? finish(item, run) : item]) : []),
  }
}

/** Article.body: the blocks stand as JSON in the revision; the captions that image blocks show are read beside them. */
export const bodyField: Field = (selection, row) => {
  const readings: CaptionReading[] = []
  for (const [key, nodes] of selection.fields('ImageBlock')) {
    if (!isTypename(nodes)) readings.push(captionReading(selection.below('ImageBlock', key, nodes), key, row))
  }
  const project = projectValue(selection, new Set(['ImageBlock.caption']))
  return {
    needs: [{ key: body, sql: body(row) }, ...readings.map(({ need }) => need)],
    finish: ([json, ...raws], run) => {
      const captions = new Map(readings.map(({ key, read }, index) => [key, read(raws[index], run)]))
      const none: ReadonlyMap<string, unknown> = new Map()
      return project(
        parseBody(json).map((block) => blockValue(block, (key) => captions.get(key) ?? none)),
        run,
      )
    },
  }
}

const figures: Expression = (row) => {
  const caption = { text: captionText('c', 'i'), altText: captionAltText('c', 'i'), credit: captionCredit('c', 'i') }
  return sql`(select coalesce(json_agg(json_build_array(c.id, ${caption.altText}, ${caption.text}, ${caption.credit},
      i.file, i.width, i.height, i.focal_x, i.focal_y, c.crop_x, c.crop_y, c.crop_width, c.crop_height)), '[]'::json)
    from caption c join image i on i.id = c.image_id where c.revision_id = ${shownRevision(row)} and ${isUsable('i')})`
}

function figuresOf(value: unknown, addresses: Addresses): Map<string, Figure> {
  return new Map(
    listOf(value).map((item): [string, Figure] => {
      const [id, altText, text, credit, ...image] = listOf(item)
      const words = { altText: textOrNull(altText), text: textOrNull(text), credit: textOrNull(credit) }
      return [textOf(id), { ...addresses.embedded(imageOf(image)), ...words }]
    }),
  )
}

export function bodyHtmlField(addresses: Addresses): Field {
  return computed([body, figures], ([json, images]) => bodyHtml(parseBody(json), figuresOf(images, addresses)))
}
