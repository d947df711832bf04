type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9'

/** Of a text that is known only when it runs, in whole or in part, every value is possible. */
type IsKnown<Message extends string> = Record<never, never> extends Record<Message, true> ? false : true

/**
 * A message that says all by its code and path: nothing is filled in, and it has no number. Any other does not compile, and needs details
 * (`detailedError`).
 */
export type Plain<Message extends string> = Message extends unknown
  ? IsKnown<Message> extends false
    ? 'A message with a value in it needs details: use detailedError or a factory made of it.'
    : Message extends `${string}${Digit}${string}`
      ? 'A message with a number in it needs details: use detailedError or a factory made of it.'
      : Message
  : never
