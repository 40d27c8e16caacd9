import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/calls.ts'
import { dayAfter, today } from '../../lib/days.ts'
import { day, plural, usd } from '../../lib/format.ts'
import styles from './cost-figure.module.css'

const DAYS = 30
/** Of the drawing, in its own units. */
const HEIGHT = 44
const BAR = 10
const LEAST = 2

/** What the last days cost, as far as their batches have settled. Its room is there before its figures are. */
export function CostFigure() {
  const to = today()
  const from = dayAfter(to, 1 - DAYS)
  const { data, error } = useQuery({
    queryKey: ['usage', from, to],
    queryFn: ({ signal }) => api.usageByDay(from, to, signal),
    staleTime: 60_000,
  })
  if (error !== null) return null
  if (data === undefined) return <div className={styles.figure} />
  const byDay = new Map(data.rows.map(row => [row.name, row]))
  const most = Math.max(...data.rows.map(({ costUsd }) => costUsd), 0)
  const said = `${usd(data.total.costUsd)} for ${plural(data.total.images, 'image')} in the last ${DAYS} days`
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.words}>
        <b>{usd(data.total.costUsd)}</b>
        <span>
          {plural(data.total.images, 'image')}, last {DAYS} days
        </span>
      </figcaption>
      <svg
        className={styles.bars}
        viewBox={`0 0 ${DAYS * BAR} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={most === 0 ? said : `${said}, at most ${usd(most)} a day`}
      >
        {Array.from({ length: DAYS }, (_, index) => {
          const name = dayAfter(from, index)
          const { costUsd = 0, images = 0 } = byDay.get(name) ?? {}
          const height = images === 0 ? 0 : Math.max(LEAST, most === 0 ? 0 : (costUsd / most) * (HEIGHT - 2))
          return (
            <g key={name} className={styles.day}>
              <title>{`${day(name)}: ${usd(costUsd)}, ${plural(images, 'image')}`}</title>
              <rect className={styles.room} x={index * BAR} y={0} width={BAR} height={HEIGHT} />
              <rect x={index * BAR + 1} y={HEIGHT - height} width={BAR - 2} height={height} />
            </g>
          )
        })}
      </svg>
    </figure>
  )
}
