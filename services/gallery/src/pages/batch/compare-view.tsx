import { useEffect, useEffectEvent, useState } from 'react'
import type { LeafPick } from '../../api/types.ts'
import { ratioOf } from '../../lib/grid.ts'
import { columnsFor, textOf } from '../../lib/zoom.ts'
import type { LiveBatch } from '../../live/live-batch.ts'
import { togglePick } from '../../state/picks.ts'
import { KeyList } from '../../ui/key-list.tsx'
import { useLargeViewKeys } from '../../ui/large-view-keys.ts'
import { Frame } from '../../ui/panes/frame.tsx'
import { useZoom } from '../../ui/panes/use-zoom.ts'
import { zoomKey } from '../../ui/panes/zoom-key.ts'
import { SentPrompt } from '../../ui/sent-prompt.tsx'
import { useSize } from '../../ui/use-size.ts'
import { CompareBar } from './compare-bar.tsx'
import { Caption, Fronts } from './compare-caption.tsx'
import { actionOf, COMPARE_KEYS } from './compare-keys.ts'
import styles from './compare-view.module.css'
import type { Comparison } from './use-comparison.ts'
import { type ComparedLeaf, usePanes } from './use-panes.tsx'

/** How long a view has to hold before the address has it, in milliseconds: browsers let it change only so often. */
const KEPT_AFTER_MS = 300

/** Height of what is below a picture, in CSS pixels. */
const CAPTION = 48

/** The pictures of a comparison, zoomed and moved alike. One of them is in hand: keys are about that. */
export function CompareView({ batch, comparison }: { batch: LiveBatch; comparison: Comparison }) {
  const { view } = batch
  const { compared, pictures, isFlickering, isPromptShown, go } = comparison
  const { leaves, panes } = usePanes(batch, comparison)
  const zoom = useZoom(comparison.view)
  const [hand, setHand] = useState(0)
  const [isHeld, setHeld] = useState(false)
  const [said, say] = useState('')
  const [measure, room] = useSize()
  useKept(textOf(zoom.view), textOf(comparison.view), () => comparison.onView(zoom.view))
  useLoadedAhead(comparison.next.map(position => batch.leaves[position]?.imageUrl))

  const inHand = Math.min(hand, panes.length - 1)
  const after = (inHand + 1) % panes.length
  const pane = panes[inHand]
  const front = isHeld ? after : inHand
  const flicker = () => {
    if (!isFlickering) return go({ flicker: '1' })
    setHand(after)
    say(panes[after]?.label ?? '')
  }
  const pick = (leaf: ComparedLeaf | undefined, pick: LeafPick) => {
    if (leaf?.leaf === undefined || !leaf.hasPicture) return
    togglePick(view.id, leaf.leaf, pick)
    say(`${leaf.name}: ${leaf.pick === pick ? `no longer ${pick}` : pick}`)
  }
  const turn = (by: 1 | -1) => {
    const steps = compared.turns ?? compared.steps
    if (steps !== undefined) go(steps[by === 1 ? 1 : 0])
  }

  useLargeViewKeys(event => {
    const { key, type, repeat } = event
    if (key === ' ') {
      if (!repeat) setHeld(type === 'keydown')
      return true
    }
    if (type !== 'keydown') return false
    if (zoomKey(event, zoom, pane?.url)) return true
    const action = actionOf(key)
    switch (action?.does) {
      case 'pick':
        pick(action.nth === undefined ? pane?.of : leaves[action.nth], action.pick)
        break
      case 'flicker':
        flicker()
        break
      case 'sideBySide':
        go({ flicker: undefined })
        break
      case 'originals':
        go({ pictures: pictures === 'both' ? undefined : 'both' })
        break
      case 'prompt':
        go({ sent: isPromptShown ? undefined : '1' })
        break
      default:
        return false
    }
    return true
  })

  const columns =
    isFlickering || room === undefined ? 1 : columnsFor(panes.length, room, ratioOf(view.outputs), CAPTION)
  const shown = panes
    .map((pane, index) => ({ pane, index }))
    .filter(({ index }) => !isFlickering || index === front)
  return (
    <div className={styles.view}>
      <CompareBar batch={batch} comparison={comparison} inHand={pane} zoom={zoom} />
      <div
        ref={measure}
        className={styles.panes}
        style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
      >
        {shown.map(({ pane, index }, place) => {
          const { of } = pane
          return (
            <figure
              key={isFlickering ? 'one place' : pane.place}
              className={styles.pane}
              data-hand={index === inHand && panes.length > 1}
              data-pick={of.pick}
              onFocus={() => isFlickering || setHand(index)}
              onPointerDown={() => isFlickering || setHand(index)}
            >
              <Frame
                pictures={
                  isFlickering
                    ? panes
                    : isHeld && index === inHand
                      ? [pane, ...panes.slice(after, after + 1)]
                      : [pane]
                }
                front={isFlickering ? front : isHeld && index === inHand ? 1 : 0}
                zoom={zoom}
                isMeasured={place === 0}
                onSwipe={turn}
              />
              {isFlickering ? <Fronts panes={panes} front={front} onFront={setHand} /> : null}
              <Caption
                batchId={view.id}
                pane={pane}
                number={leaves.indexOf(of) + 1}
                isMixed={compared.isMixed}
                zoom={zoom}
                onPick={word => pick(of, word)}
              />
            </figure>
          )
        })}
      </div>
      {isPromptShown && pane?.of.leaf !== undefined ? (
        <aside className={styles.sent} aria-label={`Prompt of ${pane.of.name}`}>
          <SentPrompt batchId={view.id} leaf={pane.of.leaf} />
        </aside>
      ) : null}
      <KeyList keys={COMPARE_KEYS} className={styles.keys} />
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </div>
  )
}

/** Keeps what has become of something a while after it changed. */
function useKept(now: string | undefined, kept: string | undefined, keep: () => void): void {
  const onKeep = useEffectEvent(keep)
  useEffect(() => {
    if (now === kept) return
    const timer = setTimeout(() => onKeep(), KEPT_AFTER_MS)
    return () => clearTimeout(timer)
  }, [now, kept])
}

/** Has the browser load pictures that are likely to be asked for. */
function useLoadedAhead(urls: readonly (string | undefined)[]): void {
  const text = urls.filter(url => url !== undefined).join('\n')
  useEffect(() => {
    if (text === '') return
    for (const url of text.split('\n')) new Image().src = url
  }, [text])
}
