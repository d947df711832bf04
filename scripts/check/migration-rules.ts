import type { AlterTableCmd, ColumnDef, Constraint, Node } from 'libpg-query'

/** Why a statement may not run beside the version before it, and whether a comment that says `-- Safe: …` can answer that. */
export interface Danger {
  readonly what: string
  readonly excuse: 'Safe or Stop' | 'Stop' | 'none'
}

const breaks = (what: string): Danger[] => [{ what, excuse: 'Stop' }]
const mayBreak = (what: string): Danger[] => [{ what, excuse: 'Safe or Stop' }]
const HARMLESS: Danger[] = []

/** Statements that only add. A function or a view that is replaced must still do what the version before asks of it. */
const ONLY_ADD = [
  ...['CreateStmt', 'CreateEnumStmt', 'CreateSeqStmt', 'CompositeTypeStmt', 'CreateFunctionStmt', 'ViewStmt'],
  ...['CreateTrigStmt', 'CreateStatsStmt', 'CommentStmt', 'InsertStmt'],
]

/** Without these the statements of the version before fail. */
const READ_BY_NAME: readonly string[] = [
  ...['OBJECT_TABLE', 'OBJECT_VIEW', 'OBJECT_MATVIEW', 'OBJECT_TYPE', 'OBJECT_SCHEMA', 'OBJECT_SEQUENCE'],
  ...['OBJECT_FUNCTION', 'OBJECT_PROCEDURE', 'OBJECT_ROUTINE', 'OBJECT_AGGREGATE', 'OBJECT_DOMAIN'],
]

/**
 * What the version before the migration would notice: it goes on reading and writing while the migration is applied, and until its servers are replaced.
 * @param made the tables that the same migration makes: nobody uses them yet
 */
export function dangersOf(statement: Node, made: ReadonlySet<string>): Danger[] {
  const isNew = (table: string | undefined): boolean => table !== undefined && made.has(table)
  if ('AlterTableStmt' in statement) {
    const { relation, cmds = [] } = statement.AlterTableStmt
    if (isNew(relation?.relname)) return HARMLESS
    return cmds.flatMap((cmd) => ('AlterTableCmd' in cmd ? dangersOfChange(cmd.AlterTableCmd) : HARMLESS))
  }
  if ('IndexStmt' in statement) {
    const { relation, unique, concurrent } = statement.IndexStmt
    if (concurrent)
      return [{ what: 'CREATE INDEX CONCURRENTLY cannot run in the transaction of a migration', excuse: 'none' }]
    if (isNew(relation?.relname)) return HARMLESS
    return [
      ...mayBreak('CREATE INDEX keeps others from writing to the table until the index is built'),
      ...(unique ? mayBreak('a UNIQUE index may refuse what the version before writes') : HARMLESS),
    ]
  }
  if ('DropStmt' in statement) {
    const { removeType = '' } = statement.DropStmt
    const what = `DROP ${wordsOf(removeType)}`
    return READ_BY_NAME.includes(removeType)
      ? breaks(`${what}: the version before uses it`)
      : mayBreak(`${what}: the version before may rely on it`)
  }
  if ('RenameStmt' in statement || 'AlterObjectSchemaStmt' in statement)
    return breaks('a new name: the version before uses the old one')
  if ('AlterEnumStmt' in statement)
    return statement.AlterEnumStmt.oldVal !== undefined
      ? breaks('a value of an enum gets a new name: the version before uses the old one')
      : mayBreak('the version before cannot read a new value of an enum')
  if ('TruncateStmt' in statement) return breaks('TRUNCATE removes what the version before reads')
  if ('UpdateStmt' in statement || 'DeleteStmt' in statement) {
    const { relation } = 'UpdateStmt' in statement ? statement.UpdateStmt : statement.DeleteStmt
    return isNew(relation?.relname)
      ? HARMLESS
      : mayBreak('rows that are changed stay locked until the end of the migration')
  }
  if ('DoStmt' in statement) return mayBreak('DO: this check cannot see what it runs')
  return ONLY_ADD.some((name) => name in statement)
    ? HARMLESS
    : mayBreak(`this check does not know ${Object.keys(statement).join()} as harmless`)
}

function wordsOf(objectType: string): string {
  return objectType.replace('OBJECT_', '').replace('MATVIEW', 'MATERIALIZED VIEW').replace('_', ' ')
}

/** One part of ALTER TABLE. */
function dangersOfChange({
  subtype = 'AT_Unknown',
  def,
  name,
}: Omit<AlterTableCmd, 'subtype'> & { subtype?: string }): Danger[] {
  const column = name ?? ''
  switch (subtype) {
    case 'AT_AddColumn':
      return def && 'ColumnDef' in def ? dangersOfColumn(def.ColumnDef) : HARMLESS
    case 'AT_AddConstraint':
      return def && 'Constraint' in def ? dangersOfConstraint(def.Constraint) : HARMLESS
    case 'AT_DropColumn':
      return breaks(`DROP COLUMN ${column}: the version before uses it`)
    case 'AT_AlterColumnType':
      return breaks(
        `another type of ${column}: the table is written again, and the version before expects the old type`,
      )
    case 'AT_SetNotNull':
      return mayBreak(
        `SET NOT NULL of ${column}: the whole table is read under a lock, and the version before may write nulls`,
      )
    case 'AT_DropNotNull':
      return mayBreak(`DROP NOT NULL of ${column}: the version before cannot read nulls`)
    case 'AT_ColumnDefault':
      return def ? HARMLESS : mayBreak(`DROP DEFAULT of ${column}: the version before may leave the column out`)
    case 'AT_DropConstraint':
      return mayBreak(`DROP CONSTRAINT ${column}: ON CONFLICT of the version before may name it`)
    case 'AT_ValidateConstraint':
    case 'AT_SetStatistics':
    case 'AT_SetRelOptions':
      return HARMLESS
    default:
      return mayBreak(`this check does not know ${subtype.replace('AT_', '')} as harmless`)
  }
}

function dangersOfColumn({ colname = '', constraints = [] }: ColumnDef): Danger[] {
  const parts = constraints.flatMap((each) => ('Constraint' in each ? [each.Constraint] : []))
  const part = (type: Constraint['contype']) => parts.find(({ contype }) => contype === type)
  const value = part('CONSTR_DEFAULT')
  const isFilled = value || part('CONSTR_GENERATED') || part('CONSTR_IDENTITY')
  const isRequired = part('CONSTR_NOTNULL') || part('CONSTR_PRIMARY')
  const isChecked = parts.some(({ contype = 'CONSTR_NULL' }) =>
    ['CONSTR_CHECK', 'CONSTR_FOREIGN', 'CONSTR_UNIQUE', 'CONSTR_PRIMARY', 'CONSTR_EXCLUSION'].includes(contype),
  )
  const isComputed =
    part('CONSTR_GENERATED') || part('CONSTR_IDENTITY') || (value?.raw_expr && callsFunction(value.raw_expr))
  return [
    ...(isRequired && !isFilled
      ? breaks(`${colname} is NOT NULL without a DEFAULT: the version before writes no value`)
      : HARMLESS),
    ...(isComputed
      ? mayBreak(`the value of ${colname} is computed: the table may be written again under a lock`)
      : HARMLESS),
    ...(isChecked ? mayBreak(`${colname} has a constraint: the whole table is read under a lock`) : HARMLESS),
  ]
}

/** now() is evaluated once. */
function callsFunction(expression: Node): boolean {
  return /"FuncCall":\{"funcname":\[(?!\{"String":\{"sval":"now"\}\})/.test(JSON.stringify(expression))
}

function dangersOfConstraint({ conname = 'the constraint', skip_validation }: Constraint): Danger[] {
  return [
    ...(skip_validation
      ? HARMLESS
      : mayBreak(`${conname} is added without NOT VALID: the whole table is read under a lock`)),
    ...mayBreak(`${conname} may refuse what the version before writes`),
  ]
}

/** The table that a statement makes. */
export function tableMadeBy(statement: Node): string | undefined {
  return 'CreateStmt' in statement ? statement.CreateStmt.relation?.relname : undefined
}
