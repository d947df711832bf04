/** A link of an author can be an e-mail address, too. */
export const isPage = (url: string): boolean => /^https?:/.test(url)
