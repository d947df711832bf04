// Which function reads each field of the inputs whose parsers are no tables of readers (src/mutation/input.ts): a field that is not here does
// not compile, and the function that is named must be there. An input whose parser becomes such a table leaves this file.
import { divider } from '../../src/content/blocks/divider.ts'
import { embed } from '../../src/content/blocks/embed.ts'
import { heading } from '../../src/content/blocks/heading.ts'
import { image } from '../../src/content/blocks/image.ts'
import { list } from '../../src/content/blocks/list.ts'
import { paragraph } from '../../src/content/blocks/paragraph.ts'
import { quote } from '../../src/content/blocks/quote.ts'
import { table } from '../../src/content/blocks/table.ts'
import { parseCaptions, parseParts } from '../../src/content/input/captions.ts'
import { parseContent } from '../../src/content/input/content-input.ts'
import { parseCredits } from '../../src/content/input/credits.ts'
import { parseCrop } from '../../src/content/input/crop.ts'
import { parseTopics } from '../../src/content/input/topics.ts'
import { forEachText } from '../../src/content/texts.ts'
import { checkBulkItems, parseBulkChange } from '../../src/editing/bulk-update.rules.ts'
import { bulkUpdateArticles } from '../../src/editing/bulk-update.service.ts'
import { withCaption, withChangedCaption } from '../../src/editing/captions/caption.rules.ts'
import { removeCaption, reorderCaptions, updateCaption } from '../../src/editing/captions/caption.service.ts'
import { changeCaptions } from '../../src/editing/captions/change-captions.service.ts'
import { parseFrame } from '../../src/editing/metadata.ts'
import { restoreRevision } from '../../src/editing/restore-revision.service.ts'
import { updateArticle } from '../../src/editing/save-article.service.ts'
import type {
  AddCaptionInput,
  ArticleTopicInput,
  BlockInput,
  BulkItemInput,
  BulkUpdateArticlesInput,
  CaptionInput,
  CreateArticleInput,
  CreditInput,
  CropInput,
  DividerInput,
  EmbedInput,
  HeadingInput,
  ImageBlockInput,
  ListInput,
  ListItemInput,
  ParagraphInput,
  QuoteInput,
  RemoveCaptionInput,
  ReorderCaptionsInput,
  RestoreRevisionInput,
  TableInput,
  UpdateArticleInput,
  UpdateCaptionInput,
} from '../../src/generated/graphql.ts'
import type { CommonInput } from '../../src/mutation/input.ts'

type Reading = (...args: never[]) => unknown

/** A function for each field of a generated input, but for those that `mutate` reads. */
type ReadBy<Input> = Readonly<Record<Exclude<keyof Input, keyof CommonInput>, Reading>>

const TEXT = {
  ...forEachText(() => parseContent),
  credits: parseContent,
  topics: parseContent,
  captions: parseContent,
  body: parseContent,
}

const FRAME = {
  slug: parseFrame,
  locale: parseFrame,
  editorNote: parseFrame,
  embargoedUntil: parseFrame,
  translationOf: parseFrame,
}

const SAVE = { version: changeCaptions, note: changeCaptions, takeOver: changeCaptions, keepApproval: changeCaptions }

const PARTS = { text: parseParts, altText: parseParts, credit: parseParts, crop: parseParts }

export const createArticleInput: ReadBy<CreateArticleInput> = { ...TEXT, ...FRAME }

export const updateArticleInput: ReadBy<UpdateArticleInput> = {
  ...TEXT,
  ...FRAME,
  id: updateArticle,
  version: updateArticle,
  note: updateArticle,
  takeOver: updateArticle,
  keepApproval: updateArticle,
}

export const restoreRevisionInput: ReadBy<RestoreRevisionInput> = {
  id: restoreRevision,
  version: restoreRevision,
  number: restoreRevision,
  note: restoreRevision,
  takeOver: restoreRevision,
}

export const bulkUpdateArticlesInput: ReadBy<BulkUpdateArticlesInput> = {
  items: checkBulkItems,
  addTopicIds: parseBulkChange,
  removeTopicIds: parseBulkChange,
  locale: parseBulkChange,
  trash: parseBulkChange,
}

export const bulkItemInput: ReadBy<BulkItemInput> = { id: bulkUpdateArticles, version: bulkUpdateArticles }

export const addCaptionInput: ReadBy<AddCaptionInput> = {
  ...SAVE,
  ...PARTS,
  articleId: changeCaptions,
  imageId: changeCaptions,
  role: withCaption,
  position: withCaption,
}

export const updateCaptionInput: ReadBy<UpdateCaptionInput> = {
  ...SAVE,
  ...PARTS,
  id: updateCaption,
  imageId: withChangedCaption,
  role: withChangedCaption,
}

export const removeCaptionInput: ReadBy<RemoveCaptionInput> = {
  ...SAVE,
  id: removeCaption,
  removeBlocks: removeCaption,
}

export const reorderCaptionsInput: ReadBy<ReorderCaptionsInput> = {
  ...SAVE,
  articleId: changeCaptions,
  captionIds: reorderCaptions,
}

export const creditInput: ReadBy<CreditInput> = { authorId: parseCredits, name: parseCredits, role: parseCredits }

export const articleTopicInput: ReadBy<ArticleTopicInput> = {
  topicId: parseTopics,
  slug: parseTopics,
  rel: parseTopics,
}

export const captionInput: ReadBy<CaptionInput> = {
  ...PARTS,
  key: parseCaptions,
  imageId: parseCaptions,
  role: parseCaptions,
}

export const cropInput: ReadBy<CropInput> = { x: parseCrop, y: parseCrop, width: parseCrop, height: parseCrop }

export const blockInput: ReadBy<BlockInput> = {
  paragraph: paragraph.parse,
  heading: heading.parse,
  image: image.parse,
  quote: quote.parse,
  list: list.parse,
  embed: embed.parse,
  table: table.parse,
  divider: divider.parse,
}

export const paragraphInput: ReadBy<ParagraphInput> = { html: paragraph.parse }

export const headingInput: ReadBy<HeadingInput> = { level: heading.parse, text: heading.parse }

export const imageBlockInput: ReadBy<ImageBlockInput> = { captionKey: image.parse }

export const quoteInput: ReadBy<QuoteInput> = { text: quote.parse, attribution: quote.parse }

export const listInput: ReadBy<ListInput> = { ordered: list.parse, items: list.parse, nestedItems: list.parse }

export const listItemInput: ReadBy<ListItemInput> = { html: list.parse, level: list.parse }

export const embedInput: ReadBy<EmbedInput> = { url: embed.parse, provider: embed.parse, title: embed.parse }

export const tableInput: ReadBy<TableInput> = { header: table.parse, rows: table.parse, caption: table.parse }

export const dividerInput: ReadBy<DividerInput> = { style: divider.parse }
