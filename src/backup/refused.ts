/** A backup or a restore that is not done. Nothing was changed; the message says why, and what to do. */
export class BackupRefused extends Error {
  override name = 'BackupRefused'
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
