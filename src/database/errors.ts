/** The database does not answer, refuses us, or is not there. The message names the place (never the password) and is for the log. */
export class DatabaseUnreachable extends Error {
  override name = 'DatabaseUnreachable'
}

/** Another process holds the folder of the embedded database. */
export class FolderInUse extends Error {
  override name = 'FolderInUse'
}

/** A migration could not be applied. What it had done is undone, and the ones before it stay. */
export class MigrationFailed extends Error {
  override name = 'MigrationFailed'
}
