import clsx from 'clsx'
import { Ban, CircleAlert, CircleDashed, Hourglass, LoaderCircle, Trash2 } from 'lucide-react'
import { memo, type ReactNode, useEffect, useState } from 'react'
import { reachable } from '../../api/http.ts'
import type { LeafPick, LeafView } from '../../api/types.ts'
import { REASON } from '../../lib/advice.ts'
import { duration, plural, usd } from '../../lib/format.ts'
import { PROVIDERS } from '../../lib/lane.ts'
import { sources } from '../../lib/picture.ts'
import { useStore } from '../../lib/store.ts'
import { href } from '../../router.ts'
import styles from './leaf-cell.module.css'

/** A leaf on the sheet: its picture, or what stands in its place, and a line below. */
export const LeafCell = memo(function LeafCell({
  batchId,
  leaf,
  model,
  prompt,
  position,
  width,
  ratio,
  gone,
  pick,
  focusable,
}: {
  batchId: string
  leaf: LeafView | undefined
  model: string
  prompt: string
  position: number
  /** In pixels. */
  width: number
  /** Width by height. */
  ratio: number
  /** The picture was deleted. */
  gone: boolean
  /** What somebody said of it. */
  pick: LeafPick | undefined
  focusable: boolean
}) {
  const state = leaf?.phase ?? leaf?.state ?? 'queued'
  return (
    <a
      className={styles.cell}
      href={leaf === undefined ? undefined : href(`/batches/${batchId}?leaf=${leaf.leafId}`)}
      data-position={position}
      data-leaf={leaf?.leafId}
      tabIndex={focusable ? 0 : -1}
    >
      <span className="visually-hidden">{`${prompt}, ${model}: ${[gone ? 'deleted' : state, pick].filter(Boolean).join(', ')}. `}</span>
      <span className={clsx(styles.frame, styles[gone ? 'gone' : state])} style={{ aspectRatio: ratio }}>
        {leaf === undefined ? null : gone ? (
          <Place icon={<Trash2 />}>Deleted</Place>
        ) : (
          <Inside leaf={leaf} width={width} />
        )}
      </span>
      <span className={styles.caption}>{leaf === undefined ? null : <Caption leaf={leaf} />}</span>
    </a>
  )
})

function Inside({ leaf, width }: { leaf: LeafView; width: number }) {
  switch (leaf.state) {
    case 'succeeded':
      return leaf.imageUrl === undefined ? (
        <Place icon={<Trash2 />}>Deleted</Place>
      ) : (
        <Picture key={leaf.imageUrl} leaf={leaf} width={width} />
      )
    case 'failed':
      return (
        <Place icon={<CircleAlert />} says>
          <b>{leaf.error === undefined ? 'Failed' : REASON[leaf.error.kind]}</b>
          <span className={styles.reason}>{leaf.error?.message}</span>
        </Place>
      )
    case 'canceled':
      return <Place icon={<Ban />}>Canceled</Place>
    case 'running':
      return leaf.phase === 'submitted' ? (
        <Place icon={<Hourglass />}>At {PROVIDERS[leaf.provider]}</Place>
      ) : (
        <Place icon={<LoaderCircle className="turns" />}>Running</Place>
      )
    case 'queued':
      return <Place icon={<CircleDashed />}>Queued</Place>
  }
}

/** How long a cell has to be there before it loads its picture, in milliseconds: those that rush by load none. */
const LINGER_MS = 120

function Picture({ leaf, width }: { leaf: LeafView; width: number }) {
  const [stays, setStays] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setStays(true), LINGER_MS)
    return () => clearTimeout(timer)
  }, [])
  const [shown, setShown] = useState(false)
  const [broken, setBroken] = useState(false)
  const there = useStore(reachable)
  useEffect(() => {
    if (there) setBroken(false)
  }, [there])
  if (broken)
    return (
      <Place icon={<CircleAlert />} says>
        The picture cannot be loaded
      </Place>
    )
  if (!stays) return null
  return (
    <img
      {...sources(leaf, `${width}px`)}
      className={styles.picture}
      alt=""
      decoding="async"
      data-shown={shown}
      onLoad={() => setShown(true)}
      onError={() => setBroken(true)}
    />
  )
}

/** Stands where a picture would. What only repeats the state is not read out again. */
function Place({ icon, children, says = false }: { icon: ReactNode; children: ReactNode; says?: boolean }) {
  return (
    <span className={styles.place} aria-hidden={!says}>
      {icon}
      <span className={styles.words}>{children}</span>
    </span>
  )
}

function Caption({ leaf }: { leaf: LeafView }) {
  if (leaf.durationMs === undefined || leaf.attempts === 0) return null
  const { attempts = 1, costUsd, reused, speed } = leaf
  const cost = typeof costUsd === 'number' ? usd(costUsd) : ''
  return (
    <>
      <span>{duration(leaf.durationMs)}</span>
      {attempts > 1 ? <span>{plural(attempts, 'attempt')}</span> : null}
      <span className={styles.cost} {...(speed === undefined ? {} : { title: 'half price' })}>
        {reused === undefined ? cost : 'reused'}
      </span>
    </>
  )
}
