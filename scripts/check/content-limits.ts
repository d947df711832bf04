import { BLOCK_INPUT_LIMITS } from '../../src/content/blocks/blocks.ts'
import { BODY_LIMITS } from '../../src/content/blocks/limits.ts'
import { LIST_LIMITS } from '../../src/content/lists/limits.ts'
import { forEachText, textNamed } from '../../src/content/texts.ts'
import { ARTICLE_ADDRESS, type Limit, NOTE, SLUG } from '../../src/contract/limits.ts'

const items = { most: LIST_LIMITS.items }

// A value of an enum has no length.
const { genre: _genre, ...texts } = forEachText((name) => ({ most: textNamed(name).maxLength }))

const article = {
  ...texts,
  slug: SLUG,
  editorNote: NOTE,
  ...ARTICLE_ADDRESS,
  credits: items,
  topics: items,
  captions: items,
  body: { most: BODY_LIMITS.blocks },
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
  ...Object.assign({}, ...BLOCK_INPUT_LIMITS),
}
