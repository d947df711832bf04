import type { MutationResolvers } from '../generated/graphql.ts'
import { updateSiteSettings } from './site-settings.service.ts'

export const siteSettingsMutations = {
  updateSiteSettings: (_root, { input }, { desk }) => updateSiteSettings(desk, input),
} satisfies MutationResolvers
