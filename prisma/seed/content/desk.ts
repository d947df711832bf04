/** The desk's people. Their addresses lie in a domain that nobody can own (RFC 2606). */
export const desk = [
  { name: 'Ruth Amsel', email: 'reporter@example.org', role: 'REPORTER' },
  { name: 'Daniel Okafor', email: 'editor@example.org', role: 'EDITOR' },
  { name: 'Ilse Brandvik', email: 'admin@example.org', role: 'ADMIN' },
] as const
