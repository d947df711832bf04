/** Where the page's own title stands in a template. */
export const TITLE_PLACE = '%s'

export const defaultTemplate = (siteName: string): string => `${TITLE_PLACE} | ${siteName}`

export function titleIn(template: string, own: string): string {
  return template.split(TITLE_PLACE).join(own)
}
