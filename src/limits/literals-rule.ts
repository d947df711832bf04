import { type ASTVisitor, isInputType, typeFromAST, type ValidationRule } from 'graphql'
import { listMaximum } from './list-maximum.ts'
import { type LiteralVisitor, visitLiteral } from './literals.ts'
import { MAX_TEXT, tooLongText, tooManyItems } from './value-faults.ts'

/** The limits of values that are written in the document itself, or are the default of a variable. */
export const literalsRule: ValidationRule = (context): ASTVisitor => {
  const check = (name: string, hasLongTexts: boolean): LiteralVisitor => ({
    list({ values: { length } }, maximum) {
      if (maximum && length > maximum.max) context.reportError(tooManyItems(maximum.place, maximum, length))
    },
    text({ value: { length } }) {
      if (length > MAX_TEXT && !hasLongTexts) context.reportError(tooLongText(name, length))
    },
  })
  return {
    Argument({ name, value }) {
      const argument = context.getArgument()
      if (!argument) return
      // Rules of the newsroom measure what is written to an article.
      const isWritten = context.getParentType() === context.getSchema().getMutationType()
      visitLiteral(value, argument.type, listMaximum(argument), check(name.value, isWritten))
    },
    VariableDefinition({ variable, type: node, defaultValue }) {
      if (!defaultValue) return
      const type = typeFromAST(context.getSchema(), node)
      visitLiteral(defaultValue, isInputType(type) ? type : null, null, check(variable.name.value, false))
    },
  }
}
