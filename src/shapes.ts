import { activityRoots, activityShape } from './activity/activity.shape.ts'
import { resolvePath } from './address/resolve-path.ts'
import { articleRoots, articleShape, translationShape } from './article/article.shape.ts'
import { authorLinkShape, authorRoots, authorShape } from './author/author.shape.ts'
import { autosaveNoticeShape, autosaveShape } from './autosave/autosave.shape.ts'
import { captionShape } from './caption/caption.shape.ts'
import { imageUseShape } from './caption/image-use.shape.ts'
import { correctionShape, earlierCorrectionShape } from './correction/correction.shape.ts'
import { creditShape } from './credit/credit.shape.ts'
import type { Query } from './generated/graphql.ts'
import { imageRoots, imageShape } from './image/image.shape.ts'
import type { Trigrams } from './lib/trigrams.ts'
import { articleLockShape } from './lock/article-lock.shape.ts'
import type { ImageAddresses } from './media/serving/image-addresses.ts'
import { previewLinkShape } from './preview/preview-link.shape.ts'
import type { FieldsOf, Shapes } from './reading/plan.ts'
import { node, nodes } from './reading/root.ts'
import { revisionShape } from './revision/revision.shape.ts'
import { search } from './search/search.ts'
import type { Site } from './site/site.ts'
import { askedState } from './stage/stage.argument.ts'
import { articleTopicShape, topicRoots, topicShape } from './topic/topic.shape.ts'
import { accessTokenShape, userRoots, userShape, viewerShape } from './user/user.shape.ts'

/** How every type of schema.graphql is read. */
export function shapesOf(site: Site, trigrams: Trigrams, addresses: ImageAddresses): Shapes {
  const shapes = [
    articleShape(site, addresses),
    translationShape,
    articleTopicShape,
    authorShape(site),
    authorLinkShape,
    captionShape(addresses),
    correctionShape,
    earlierCorrectionShape,
    creditShape,
    imageShape(addresses),
    imageUseShape,
    topicShape(site),
    revisionShape(addresses),
    activityShape,
    articleLockShape,
    autosaveShape,
    autosaveNoticeShape,
    previewLinkShape,
    userShape,
    viewerShape,
    accessTokenShape,
  ]
  return {
    types: Object.fromEntries(shapes.map((shape) => [shape.type, shape])),
    roots: {
      ...activityRoots,
      ...articleRoots(site, trigrams),
      ...authorRoots,
      ...imageRoots,
      ...topicRoots,
      ...userRoots,
      search: search(trigrams.canCompare),
      resolvePath: resolvePath(site),
      node: node(),
      nodes: nodes(askedState),
    } satisfies FieldsOf<Query>,
  }
}
