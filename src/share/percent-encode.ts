/** Encodes all but RFC 3986's unreserved characters. Stricter than encodeURIComponent, whose "'" and ")" end links in much software. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
