/** The desk's people. Their addresses lie in a domain that nobody can own (RFC 2606). */
export const reporter = { name: 'Ruth Amsel', email: 'reporter@example.org', role: 'REPORTER' } as const
export const editor = { name: 'Daniel Okafor', email: 'editor@example.org', role: 'EDITOR' } as const
const admin = { name: 'Ilse Brandvik', email: 'admin@example.org', role: 'ADMIN' } as const

export const desk = [reporter, editor, admin]
