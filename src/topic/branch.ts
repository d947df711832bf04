import { sql } from 'kysely'
import { plain, tagged } from '../reading/field.ts'
import { column, type Expression, type Field, type Filter, type Selection } from '../reading/plan.ts'
import { branchTop } from '../reference/branch-top.ts'
import { articleList } from '../stage/article.list.ts'
import { listOf } from '../tags/lists.ts'

// The branch of a topic is the topic with everything below it. Triggers keep a list and a count of each (docs/database.md), so that a section costs
// what a topic costs.

const id = column('topic', 'id')

export const articleCount: Expression = (row) => sql`(select articles from topic_total where topic_id = ${id(row)})`

const branchCount: Expression = (row) => sql`(select branch_articles from topic_total where topic_id = ${id(row)})`

const isOfBranch = (selection: Selection): boolean => selection.argument('includeDescendants').value === true

const counts = {
  topic: tagged((_selection, row) => [listOf('topic', row)], plain(articleCount)),
  branch: tagged((_selection, row) => [listOf('branch', row)], plain(branchCount)),
}

const lists = {
  topic: articleList({ table: 'live_topic', key: 'topic_id', list: 'topic', total: articleCount }),
  branch: articleList({ table: 'live_branch', key: 'topic_id', list: 'branch', total: branchCount }),
}

export const articleCountOfTopic: Field = (selection, row) =>
  counts[isOfBranch(selection) ? 'branch' : 'topic'](selection, row)

export const articlesOfTopic: Field = (selection, row) =>
  lists[isOfBranch(selection) ? 'branch' : 'topic'](selection, row)

/** Whether a topic is this one or below it. The top is looked up once. */
export function withinFilter(topicId: Expression): Filter {
  return (row, argument) => {
    return sql`${topicId(row)} in (select branch.topic_id from topic_ancestor branch where branch.ancestor_id = ${branchTop(argument)})`
  }
}
