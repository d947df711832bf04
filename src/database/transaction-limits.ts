/** Of an interactive transaction, in milliseconds: how long it may wait for a connection, and how long it may run. */
export const TRANSACTION_LIMITS = { maxWait: 10_000, timeout: 20_000 }
