export const TEXT = 'text/plain; charset=utf-8'
export const MARKDOWN = 'text/markdown; charset=utf-8'
