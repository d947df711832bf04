import { activityRoots, activityShape } from './activity/activity.shape.ts'
import { resolvePath } from './address/resolve-path.ts'
import { sitePathRoots, sitePathShape } from './address/site-path.shape.ts'
import { articleRoots, articleShape, translationShape } from './article/article.shape.ts'
import { authorLinkShape, authorRoots, authorShape, authorTranslationShape } from './author/author.shape.ts'
import { autosaveNoticeShape, autosaveShape } from './autosave/autosave.shape.ts'
import { captionShape } from './caption/caption.shape.ts'
import { imageUseShape } from './caption/image-use.shape.ts'
import { changesRoots } from './changes/changes.field.ts'
import { eventShape } from './changes/event.shape.ts'
import { correctionShape, earlierCorrectionShape } from './correction/correction.shape.ts'
import { creditShape } from './credit/credit.shape.ts'
import { followedAuthorShape, followedTopicShape, readerRoots, readerShape } from './follow/reader.shape.ts'
import { frontRoots, frontShape } from './front/front.shape.ts'
import { frontRevisionShape } from './front/front-revision.shape.ts'
import { frontFillShape, frontItemShape, frontPinShape, frontSlotShape } from './front/front-slot.shape.ts'
import type { Query } from './generated/graphql.ts'
import { imageRoots, imageShape } from './image/image.shape.ts'
import type { Trigrams } from './lib/text/trigrams.ts'
import { articleLockShape } from './lock/article-lock.shape.ts'
import type { ImageAddresses } from './media/serving/image-addresses.ts'
import { previewLinkShape } from './preview/preview-link.shape.ts'
import type { FieldsOf, Shapes } from './reading/plan.ts'
import { node, nodes } from './reading/root.ts'
import { redirectRoots, redirectShape } from './redirect/redirect.shape.ts'
import { revisionShape } from './revision/revision.shape.ts'
import { search } from './search/search.ts'
import { suggest } from './search/suggest.ts'
import { publisherShape, sitePoliciesShape, siteRoots, siteShape } from './settings/site.shape.ts'
import type { Site } from './site/site.ts'
import { askedState } from './stage/stage.argument.ts'
import { articleTopicShape, topicRoots, topicShape, topicTranslationShape } from './topic/topic.shape.ts'
import { accessTokenShape, userRoots, userShape, viewerShape } from './user/user.shape.ts'
import { webhookDeliveryShape, webhookRoots, webhookShape } from './webhook/webhook.shape.ts'

/** How every type of schema.graphql is read. */
export function shapesOf(site: Site, trigrams: Trigrams, addresses: ImageAddresses): Shapes {
  const shapes = [
    articleShape(site, addresses),
    translationShape,
    articleTopicShape,
    authorShape(site, addresses),
    authorLinkShape,
    authorTranslationShape(site),
    captionShape(addresses),
    correctionShape,
    earlierCorrectionShape,
    creditShape,
    imageShape(addresses),
    imageUseShape,
    topicShape(site, addresses),
    topicTranslationShape(site),
    revisionShape(addresses),
    frontShape,
    frontRevisionShape,
    frontSlotShape,
    frontItemShape,
    frontPinShape,
    frontFillShape,
    activityShape,
    eventShape(site),
    articleLockShape,
    autosaveShape,
    autosaveNoticeShape,
    previewLinkShape,
    redirectShape(site),
    sitePathShape(site),
    siteShape(site, addresses),
    publisherShape(site),
    sitePoliciesShape,
    userShape,
    viewerShape,
    accessTokenShape,
    webhookShape,
    webhookDeliveryShape,
    readerShape,
    followedTopicShape,
    followedAuthorShape,
  ]
  return {
    types: Object.fromEntries(shapes.map((shape) => [shape.type, shape])),
    roots: {
      ...activityRoots,
      ...changesRoots,
      ...articleRoots(site, trigrams),
      ...authorRoots,
      ...imageRoots,
      ...readerRoots,
      ...redirectRoots,
      ...sitePathRoots,
      ...siteRoots,
      ...frontRoots(site),
      ...topicRoots,
      ...userRoots,
      ...webhookRoots,
      search: search(trigrams.canCompare),
      suggest: suggest(trigrams.canCompare),
      resolvePath: resolvePath(site),
      node: node(),
      nodes: nodes(askedState),
    } satisfies FieldsOf<Query>,
  }
}
