/** The start of a text, with a sign that it goes on. Costs no more for a long text than for a short one. */
export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text
}
