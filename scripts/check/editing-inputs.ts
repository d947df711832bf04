// Which function reads each field of the inputs whose parsers are no tables of readers (src/mutation/input.ts): a field that is not here does
// not compile, and the function that is named must be there. An input whose parser becomes such a table leaves this file.
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
import { parseMetadata } from '../../src/editing/metadata.ts'
import { restoreRevision } from '../../src/editing/restore-revision.service.ts'
import { updateArticle } from '../../src/editing/save-article.service.ts'
import type {
  AddCaptionInput,
  ArticleTopicInput,
  BulkItemInput,
  BulkUpdateArticlesInput,
  CaptionInput,
  CreateArticleInput,
  CreditInput,
  CropInput,
  RemoveCaptionInput,
  ReorderCaptionsInput,
  RestoreRevisionInput,
  UpdateArticleInput,
  UpdateCaptionInput,
} from '../../src/generated/graphql.ts'
import type { CommonInput } from '../../src/mutation/input.ts'

type Reading = (...args: never[]) => unknown

/** A function for each field of a generated input, except those that `mutate` reads. */
type ReadBy<Input> = Readonly<Record<Exclude<keyof Input, keyof CommonInput>, Reading>>

const TEXT = {
  ...forEachText(() => parseContent),
  credits: parseContent,
  topics: parseContent,
  captions: parseContent,
  body: parseContent,
}

const FRAME = {
  slug: parseMetadata,
  locale: parseMetadata,
  editorNote: parseMetadata,
  embargoedUntil: parseMetadata,
  translationOf: parseMetadata,
}

const SAVE = { version: changeCaptions, note: changeCaptions, takeOver: changeCaptions, keepApproval: changeCaptions }

const PARTS = { text: parseParts, altText: parseParts, credit: parseParts, crop: parseParts }

/** By the input and its field. */
export const EDITING_INPUTS = {
  CreateArticleInput: { ...TEXT, ...FRAME } satisfies ReadBy<CreateArticleInput>,
  UpdateArticleInput: {
    ...TEXT,
    ...FRAME,
    id: updateArticle,
    version: updateArticle,
    note: updateArticle,
    takeOver: updateArticle,
    keepApproval: updateArticle,
  } satisfies ReadBy<UpdateArticleInput>,
  RestoreRevisionInput: {
    id: restoreRevision,
    version: restoreRevision,
    number: restoreRevision,
    note: restoreRevision,
    takeOver: restoreRevision,
  } satisfies ReadBy<RestoreRevisionInput>,
  BulkUpdateArticlesInput: {
    items: checkBulkItems,
    addTopicIds: parseBulkChange,
    removeTopicIds: parseBulkChange,
    locale: parseBulkChange,
    trash: parseBulkChange,
  } satisfies ReadBy<BulkUpdateArticlesInput>,
  BulkItemInput: { id: bulkUpdateArticles, version: bulkUpdateArticles } satisfies ReadBy<BulkItemInput>,
  AddCaptionInput: {
    ...SAVE,
    ...PARTS,
    articleId: changeCaptions,
    imageId: changeCaptions,
    role: withCaption,
    position: withCaption,
  } satisfies ReadBy<AddCaptionInput>,
  UpdateCaptionInput: {
    ...SAVE,
    ...PARTS,
    id: updateCaption,
    imageId: withChangedCaption,
    role: withChangedCaption,
  } satisfies ReadBy<UpdateCaptionInput>,
  RemoveCaptionInput: {
    ...SAVE,
    id: removeCaption,
    removeBlocks: removeCaption,
  } satisfies ReadBy<RemoveCaptionInput>,
  ReorderCaptionsInput: {
    ...SAVE,
    articleId: changeCaptions,
    captionIds: reorderCaptions,
  } satisfies ReadBy<ReorderCaptionsInput>,
  CreditInput: { authorId: parseCredits, name: parseCredits, role: parseCredits } satisfies ReadBy<CreditInput>,
  ArticleTopicInput: {
    topicId: parseTopics,
    slug: parseTopics,
    rel: parseTopics,
  } satisfies ReadBy<ArticleTopicInput>,
  CaptionInput: {
    ...PARTS,
    key: parseCaptions,
    imageId: parseCaptions,
    role: parseCaptions,
  } satisfies ReadBy<CaptionInput>,
  CropInput: { x: parseCrop, y: parseCrop, width: parseCrop, height: parseCrop } satisfies ReadBy<CropInput>,
}
