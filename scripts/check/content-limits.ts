import { MAX_TITLE } from '../../src/content/blocks/fact-box.ts'
import { BLOCK_LIMITS } from '../../src/content/blocks/limits.ts'
import { MAX_CAPTION, MAX_COLUMNS, MAX_ROWS } from '../../src/content/blocks/table.ts'
import { LIST_LIMITS } from '../../src/content/lists/limits.ts'
import { forEachText, textNamed } from '../../src/content/texts.ts'
import { type Limit, NOTE, SLUG } from '../../src/contract/limits.ts'

const items = { most: LIST_LIMITS.items }

const article = {
  ...forEachText((name) => ({ most: textNamed(name).maxLength })),
  slug: SLUG,
  editorNote: NOTE,
  credits: items,
  topics: items,
  captions: items,
  body: { most: BLOCK_LIMITS.blocks },
}

const caption = {
  text: { most: LIST_LIMITS.captionText },
  altText: { most: LIST_LIMITS.captionAltText },
  credit: { most: LIST_LIMITS.captionCredit },
}

/** The limits that src/content/ declares, by the inputs of schema.graphql. */
export const CONTENT_LIMITS: Readonly<Record<string, Readonly<Record<string, Limit>>>> = {
  CreateArticleInput: article,
  UpdateArticleInput: article,
  CreditInput: { name: { most: LIST_LIMITS.creditName } },
  CaptionInput: { ...caption, key: { most: LIST_LIMITS.captionKey } },
  AddCaptionInput: caption,
  UpdateCaptionInput: caption,
  HeadingInput: { text: { most: BLOCK_LIMITS.headingText } },
  QuoteInput: { attribution: { most: BLOCK_LIMITS.quoteAttribution } },
  ListItemInput: { level: { most: BLOCK_LIMITS.listLevels } },
  EmbedInput: { provider: { most: BLOCK_LIMITS.embedProvider }, title: { most: BLOCK_LIMITS.embedTitle } },
  FactBoxInput: { title: { most: MAX_TITLE } },
  TableInput: { header: { most: MAX_COLUMNS }, rows: { most: MAX_ROWS }, caption: { most: MAX_CAPTION } },
}
