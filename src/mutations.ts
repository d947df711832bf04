import type { GraphQLSchema } from 'graphql'
import { authorMutations } from './author/author.resolvers.ts'
import { autosaveMutations } from './autosave/autosave.resolvers.ts'
import { correctionMutations } from './correction/correction.resolvers.ts'
import { captionMutations } from './editing/captions/caption.resolvers.ts'
import { editingMutations } from './editing/editing.resolvers.ts'
import { revisionMutations } from './editing/revision.resolvers.ts'
import { followMutations } from './follow/follow.resolvers.ts'
import { frontMutations } from './front/front.resolvers.ts'
import type { MutationResolvers } from './generated/graphql.ts'
import { identityMutations } from './identity/identity.resolvers.ts'
import { imageMutations } from './image/image.resolvers.ts'
import { lockMutations } from './lock/lock.resolvers.ts'
import { previewMutations } from './preview/preview.resolvers.ts'
import { redirectMutations } from './redirect/redirect.resolvers.ts'
import { relatedMutations } from './related/related.resolvers.ts'
import { siteSettingsMutations } from './settings/site-settings.resolvers.ts'
import { topicMutations } from './topic/topic.resolvers.ts'
import { webhookMutations } from './webhook/webhook.resolvers.ts'
import { workflowMutations } from './workflow/workflow.resolvers.ts'

/** What every field of Mutation does. */
const mutations: Required<MutationResolvers> = {
  ...relatedMutations,
  ...editingMutations,
  ...workflowMutations,
  ...correctionMutations,
  ...revisionMutations,
  ...autosaveMutations,
  ...lockMutations,
  ...previewMutations,
  ...topicMutations,
  ...redirectMutations,
  ...authorMutations,
  ...captionMutations,
  ...imageMutations,
  ...frontMutations,
  ...siteSettingsMutations,
  ...webhookMutations,
  ...identityMutations,
  ...followMutations,
}

/** Lets each mutation of the schema be done by its service. */
export function attachMutations(schema: GraphQLSchema): GraphQLSchema {
  const fields = schema.getMutationType()?.getFields() ?? {}
  const resolvers: Readonly<Record<string, unknown>> = mutations
  for (const [name, field] of Object.entries(fields)) {
    const resolve = resolvers[name]
    if (typeof resolve === 'function') field.resolve = (root, args, context, info) => resolve(root, args, context, info)
  }
  return schema
}
