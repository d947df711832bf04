/** How long a server asks to wait, in milliseconds, at most `longestMs`; 0 if it does not. Retry-After has seconds or a date (RFC 9110, 10.2.3). */
export function retryAfterMs(header: string | null | undefined, longestMs: number): number {
  if (header === null || header === undefined) return 0
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), longestMs) : 0
}
