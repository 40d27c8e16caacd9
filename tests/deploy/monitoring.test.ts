import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { findProgram, PROMTOOL, remedy } from '../support/programs.ts'
import { readText, readYaml } from './files.ts'
import { readQuery } from './promql.ts'
import { labelsOfSeries, metricsByName } from './registries.ts'

const DASHBOARD = 'monitoring/grafana/dashboards/contactsheet.json'

const gridSchema = z.object({ x: z.int(), y: z.int(), w: z.int().positive(), h: z.int().positive() })
const sourceSchema = z.looseObject({ type: z.literal('prometheus'), uid: z.string() })
const panelSchema = z.looseObject({
  id: z.int().positive(),
  type: z.enum(['row', 'stat', 'timeseries', 'table']),
  title: z.string().min(1),
  description: z.string().optional(),
  gridPos: gridSchema,
  datasource: sourceSchema.optional(),
  targets: z
    .array(
      z.looseObject({
        refId: z.string(),
        expr: z.string(),
        legendFormat: z.string().default(''),
        datasource: sourceSchema,
      }),
    )
    .default([]),
})
const dashboard = z
  .looseObject({
    uid: z.string(),
    panels: z.array(panelSchema),
    annotations: z.looseObject({
      list: z.array(z.looseObject({ expr: z.string(), datasource: sourceSchema })),
    }),
    templating: z.looseObject({
      list: z.array(z.looseObject({ name: z.string(), definition: z.string(), datasource: sourceSchema })),
    }),
  })
  .parse(JSON.parse(readText(DASHBOARD)))

const { groups } = z
  .object({
    groups: z.array(
      z.object({
        name: z.string(),
        rules: z.array(
          z.object({
            alert: z.string().regex(/^Contactsheet[A-Z]\w+$/),
            expr: z.string(),
            for: z.string().optional(),
            labels: z.object({ severity: z.enum(['page', 'ticket']) }),
            annotations: z.strictObject({
              summary: z.string().min(1),
              description: z.string().min(1),
              runbook_url: z.string(),
            }),
          }),
        ),
      }),
    ),
  })
  .parse(readYaml('monitoring/alerts.yml'))
const alerts = groups.flatMap(({ rules }) => rules)
const charts = dashboard.panels.filter(({ type }) => type !== 'row')

const series = await labelsOfSeries()

/** What Prometheus itself adds to every series, and what it keeps. */
const ADDED = ['job', 'instance']
const OWN: Readonly<Record<string, readonly string[]>> = {
  up: [],
  ALERTS: ['alertname', 'alertstate', 'severity'],
}

/** What Grafana puts in for its own variables. */
function withoutVariables(query: string): string {
  return query.replaceAll('$__rate_interval', '1m').replaceAll('$provider', 'openai')
}

/** What a query asks for that nobody measures: metrics, labels of theirs, and labels that none of its metrics have. */
function unknownIn(query: string, shown: readonly string[] = []): string[] {
  const { selectors, grouped } = readQuery(withoutVariables(query))
  const labelsOf = (metric: string) => series.get(metric) ?? OWN[metric]
  const all = new Set([...ADDED, ...selectors.flatMap(({ metric }) => labelsOf(metric) ?? [])])
  return [
    ...selectors.filter(({ metric }) => labelsOf(metric) === undefined).map(({ metric }) => metric),
    ...selectors.flatMap(({ metric, labels }) =>
      labels
        .filter(label => ![...ADDED, ...(labelsOf(metric) ?? [])].includes(label))
        .map(label => `${metric}{${label}}`),
    ),
    ...[...grouped, ...shown].filter(label => !all.has(label)),
  ]
}

describe('the reader of queries', () => {
  it('sees metrics, labels they are narrowed down by, and labels of results', () => {
    expect(
      readQuery('sum by (a, le) (rate(x_bucket{b=~"c"}[5m])) / on (p) group_left () y{q="r"} > 0'),
    ).toEqual({
      selectors: [
        { metric: 'x_bucket', labels: ['b'] },
        { metric: 'y', labels: ['q'] },
      ],
      grouped: ['a', 'le', 'p'],
    })
  })

  it('refuses what is none', () => {
    expect(() => readQuery('sum(rate(x[5m])')).toThrow(SyntaxError)
  })

  it('finds what nobody measures', () => {
    const query = 'sum by (kind) (contactsheet_open_batches{color="red"}) + contactsheet_nothing'
    expect(unknownIn(query)).toEqual(['contactsheet_nothing', 'contactsheet_open_batches{color}', 'kind'])
  })
})

describe('monitoring/alerts.yml', () => {
  it.each(alerts)('asks for what is measured: $alert', ({ expr, annotations }) => {
    const shown = [...`${annotations.summary} ${annotations.description}`.matchAll(/\$labels\.(\w+)/g)]
    expect(
      unknownIn(
        expr,
        shown.map(([, label = '']) => label),
      ),
    ).toEqual([])
  })

  it('has names that come once, and for each a paragraph of the docs that says what helps', () => {
    const names = alerts.map(({ alert }) => alert)
    expect(new Set(names).size).toBe(names.length)
    const page = readText('docs/monitoring.md')
    const headings = [...page.matchAll(/^#### (\w+)$/gm)].map(([, name]) => name)
    expect(headings).toEqual(names)
    for (const { alert, annotations } of alerts)
      expect(annotations.runbook_url).toBe(`docs/monitoring.md#${alert.toLowerCase()}`)
  })

  it('has a test of each that it fires', () => {
    const tests = readText('monitoring/alerts.test.yml')
    for (const { alert } of alerts) expect(tests).toContain(`alertname="${alert}"`)
  })
})

const promtool = findProgram(PROMTOOL)
describe.skipIf(promtool === undefined)(`promtool (where there is none: ${remedy(PROMTOOL)})`, () => {
  const cwd = join(fileURLToPath(new URL('../..', import.meta.url)), 'monitoring')
  const run = (...args: string[]) =>
    execFileSync(promtool ?? '', args, { cwd, encoding: 'utf8', stdio: 'pipe' })

  it('takes the rules and what is scraped', () => {
    expect(run('check', 'rules', 'alerts.yml')).toContain('SUCCESS')
    // The files that it names are where the container has them.
    expect(run('check', 'config', '--syntax-only', 'prometheus.yml')).toContain('SUCCESS')
  })

  it('sees each alert fire when it is to, and none while all is well', () => {
    expect(run('test', 'rules', 'alerts.test.yml')).toContain('SUCCESS')
  })
})

describe('monitoring/prometheus.yml', () => {
  it('scrapes the services where docker-compose.yml has them, by the names that queries know them by', () => {
    const { scrape_configs } = z
      .looseObject({ scrape_configs: z.array(z.looseObject({ job_name: z.string() })) })
      .parse(readYaml('monitoring/prometheus.yml'))
    const [api, worker] = scrape_configs
    expect(api).toMatchObject({ job_name: 'contactsheet-api', static_configs: [{ targets: ['api:8080'] }] })
    expect(worker).toMatchObject({
      job_name: 'contactsheet-worker',
      dns_sd_configs: [{ names: ['worker'], port: 9464 }],
    })
    expect(readText('docker-compose.yml')).toMatch(/METRICS_PORT: \S+:-9464\}/)
  })
})

describe('the dashboard', () => {
  it.each(charts)('asks for what is measured: $title', ({ targets }) => {
    expect(targets.length).toBeGreaterThan(0)
    for (const { expr, legendFormat } of targets) {
      const shown = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label)
      expect(unknownIn(expr, shown)).toEqual([])
    }
  })

  it('asks for what is measured in its annotations and variables', () => {
    for (const { expr } of dashboard.annotations.list) expect(unknownIn(expr)).toEqual([])
    for (const { definition } of dashboard.templating.list) {
      const [, metric = '', label = ''] = /^label_values\((\w+), (\w+)\)$/.exec(definition) ?? []
      expect(series.get(metric)).toContain(label)
    }
  })

  it('asks the source that Grafana is given', () => {
    const { datasources } = z
      .looseObject({ datasources: z.array(z.looseObject({ uid: z.string() })) })
      .parse(readYaml('monitoring/grafana/provisioning/datasources/prometheus.yml'))
    const asked = [
      ...charts.flatMap(({ datasource, targets }) => [
        datasource,
        ...targets.map(({ datasource }) => datasource),
      ]),
      ...dashboard.annotations.list.map(({ datasource }) => datasource),
      ...dashboard.templating.list.map(({ datasource }) => datasource),
    ]
    expect(new Set(asked.map(source => source?.uid))).toEqual(new Set(datasources.map(({ uid }) => uid)))
  })

  it('has panels with ids of their own that do not lie on one another, each with words on what it shows', () => {
    const ids = dashboard.panels.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const taken = new Map<string, string>()
    for (const { title, gridPos } of dashboard.panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.get(`${x},${y}`), `${title} lies on another panel`).toBeUndefined()
          taken.set(`${x},${y}`, title)
        }
    }
    for (const { description } of charts) expect(description ?? '').toMatch(/\.$/)
  })
})

describe('docs/monitoring.md', () => {
  it('has a row for every metric of ours, with its labels and who has it', async () => {
    const ours = [...(await metricsByName()).values()].filter(({ name }) => name.startsWith('contactsheet_'))
    const expected = ours.map(
      ({ name, type, labels, services }) =>
        `| \`${name}\` | ${type} | ${labels.map(label => `\`${label}\``).join(', ')} | ${services.join(', ')} |`,
    )
    const rows = readText('docs/monitoring.md').match(/^\| `contactsheet_.*?\|.*?\|.*?\|.*?\|/gm)
    expect(rows?.toSorted()).toEqual(expected.toSorted())
  })
})
