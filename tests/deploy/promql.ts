import { parser } from '@prometheus-io/lezer-promql'

/** What a query of Prometheus asks for. */
export interface Asked {
  /** Each selector: the metric, and the labels that it is narrowed down by. */
  selectors: { metric: string; labels: string[] }[]
  /** Labels that results are grouped or matched by. */
  grouped: string[]
}

/**
 * Reads a query, with Prometheus' own grammar.
 *
 * @throws SyntaxError if it is none
 */
export function readQuery(query: string): Asked {
  const asked: Asked = { selectors: [], grouped: [] }
  let isGrouping = false
  parser.parse(query).iterate({
    enter(node) {
      const text = query.slice(node.from, node.to)
      if (node.type.isError) throw new SyntaxError(`"${query}" is no query: look at character ${node.from}.`)
      if (node.name === 'VectorSelector') asked.selectors.push({ metric: '', labels: [] })
      const current = asked.selectors.at(-1)
      if (node.name === 'Identifier' && current?.metric === '') current.metric = text
      if (node.name === 'GroupingLabels') isGrouping = true
      if (node.name === 'LabelName') (isGrouping ? asked.grouped : current?.labels)?.push(text)
    },
    leave(node) {
      if (node.name === 'GroupingLabels') isGrouping = false
    },
  })
  return asked
}
