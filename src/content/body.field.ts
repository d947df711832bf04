import { sql } from 'kysely'
import { captionAltText, captionCredit, captionText } from '../caption/caption.expressions.ts'
import { allImages, captionsOfShown, hiddenImages } from '../caption/shown-captions.ts'
import { imageOf, seesHidden } from '../image/display/image-url.fields.ts'
import { isPublic, isUsable } from '../image/display/rights.expressions.ts'
import { wordsVersion } from '../image/display/words.expressions.ts'
import { listOf, textOf, textOrNull } from '../lib/json.ts'
import type { ImageAddresses } from '../media/serving/image-addresses.ts'
import type { Run } from '../reading/argument.ts'
import { computed, tagged } from '../reading/field.ts'
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
import type { Sql } from '../reading/sql.ts'
import { projectValue } from '../reading/value.ts'
import { shownRevision, stateOfParts } from '../stage/article.rows.ts'
import { type Block, BODY } from './blocks/blocks.ts'
import type { Figure } from './blocks/figure.ts'
import { parseBody } from './body.ts'

const body = column('revision', 'body')

/** The captions of the article as one place below the body selects them, by their uuid. */
interface CaptionReading {
  readonly key: string
  readonly need: Need
  readonly read: (raw: unknown, run: Run) => ReadonlyMap<string, unknown>
}

function captionReading(selection: Selection, key: string, article: Row): CaptionReading {
  const row = selection.planner.row('Caption', stateOfParts(article))
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
  if (readings.length > 0) selection.planner.addTags(hiddenImages(selection, row))
  const project = projectValue(selection, new Set(['ImageBlock.caption']))
  return {
    needs: [{ key: body, sql: body(row) }, ...readings.map(({ need }) => need)],
    finish: ([json, ...raws], run) => {
      const captions = new Map(readings.map(({ key, read }, index) => [key, read(raws[index], run)]))
      const none: ReadonlyMap<string, unknown> = new Map()
      return project(
        BODY.values(parseBody(json), (key) => captions.get(key) ?? none),
        run,
      )
    },
  }
}

/** @param isServed whether everybody gets the files of the image `i` */
function figuresIn(row: Row, isServed: Sql): Sql {
  const caption = { text: captionText('c', 'i'), altText: captionAltText('c', 'i'), credit: captionCredit('c', 'i') }
  return sql`(select coalesce(json_agg(json_build_array(c.id, c.role, ${caption.altText}, ${caption.text}, ${caption.credit}, ${isServed},
      ${wordsVersion('i')}, i.file, i.width, i.height, i.focal_x, i.focal_y, c.crop_x, c.crop_y, c.crop_width, c.crop_height) order by c.position), '[]'::json)
    from caption c join image i on i.id = c.image_id where c.revision_id = ${shownRevision(row)} and ${isUsable('i')})`
}

/** Readers get the live revision, and what it shows is public. */
const publicFigures: Expression = (row) => figuresIn(row, sql`true`)

const figures: Expression = (row) => figuresIn(row, isPublic(sql`i.id`))

function figuresOf(value: unknown, addresses: ImageAddresses): Map<string, PlacedFigure> {
  return new Map(
    listOf(value).map((item): [string, PlacedFigure] => {
      const [id, role, altText, text, credit, isServed, version, ...image] = listOf(item)
      const by = isServed === true ? addresses : addresses.ofHidden
      const words = { altText: textOrNull(altText), text: textOrNull(text), credit: textOrNull(credit) }
      return [textOf(id), { ...by.embedded(imageOf(image, version)), ...words, role: textOf(role) }]
    }),
  )
}

/** A figure, and where in the article it stands. */
export interface PlacedFigure extends Figure {
  /** A CaptionRole */
  readonly role: string
}

/** What an article or a revision says, with the images that may be shown. */
export interface Written {
  readonly blocks: readonly Block[]
  /** In the order of the captions */
  readonly figures: ReadonlyMap<string, PlacedFigure>
}

/** A field that is made of the text with its images, and of other values of the row. */
export function writtenField(
  addresses: ImageAddresses,
  others: readonly Expression[],
  write: (written: Written, values: readonly unknown[]) => string,
): Field {
  const by = (shown: Expression) =>
    tagged(
      allImages,
      computed([body, shown, ...others], ([json, images, ...values]) =>
        write({ blocks: parseBody(json), figures: figuresOf(images, addresses) }, values),
      ),
    )
  const [forReaders, forDesk] = [by(publicFigures), by(figures)]
  return (selection, row) => (seesHidden(selection.planner) ? forDesk : forReaders)(selection, row)
}

export function bodyHtmlField(addresses: ImageAddresses): Field {
  return writtenField(addresses, [], ({ blocks, figures }) => BODY.html(blocks, figures))
}
