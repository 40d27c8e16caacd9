import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Images, ServerCrash } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { api } from '../../api/calls.ts'
import { count, plural } from '../../lib/format.ts'
import { wantedFor } from '../../lib/image-wall.ts'
import { href, useAddress } from '../../router.ts'
import { deleteImages } from '../../state/deletions.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { focusIsLost } from '../../ui/lost-focus.ts'
import { Message } from '../../ui/message.tsx'
import { Filters, filterOf } from './filters.tsx'
import { ImageDialog } from './image-dialog.tsx'
import styles from './images-page.module.css'
import { Scrubber } from './scrubber.tsx'
import { Selection } from './selection.tsx'
import { useImages } from './use-images.ts'
import { Wall } from './wall.tsx'

export default function ImagesPage() {
  const [search, change] = useAddress()
  const filter = filterOf(search)
  const queries = useQueryClient()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const { summary, wall, want } = useImages(filter)
  const { images, places, days } = wall
  const [inSight, setInSight] = useState({ from: 0, to: 0 })
  const [jump, setJump] = useState<{ place: number }>()
  const catalog = useQuery({ queryKey: ['catalog'], queryFn: api.catalog, staleTime: 300_000 })
  const labelOf = (id: string) => catalog.data?.models.find(model => model.id === id)?.label ?? id
  const filtered = Object.values(filter).some(value => value !== undefined && value !== 'succeeded')
  const chosen = [...selected].map(key => images[places.get(key) ?? -1]).filter(image => image !== undefined)
  const opened = search.get('image')
  const complete = summary.data?.complete ?? false

  const removeChosen = () => {
    deleteImages(chosen, () => void queries.invalidateQueries({ queryKey: ['images'] }))
    setSelected(new Set())
  }
  const page = useRef<HTMLDivElement>(null)
  const empty = images.length === 0
  useEffect(() => {
    if (empty && focusIsLost()) page.current?.querySelector<HTMLElement>('h1[tabindex]')?.focus()
  }, [empty])

  const latest = useRef(change)
  latest.current = change
  const step = useCallback((key: string) => latest.current({ image: key }, { replace: true }), [])

  return (
    <div ref={page} className={styles.page}>
      <div className={styles.head}>
        <h1>Gallery</h1>
        <p className={styles.total} role="status">
          {summary.data === undefined
            ? ''
            : `${plural(images.length, 'image')}${complete ? '' : ' and more'}`}
        </p>
        <Filters filter={filter} />
      </div>
      {summary.data === undefined ? (
        summary.error === null ? (
          <div className={styles.loading} role="status">
            <span className="visually-hidden">Loading the images</span>
          </div>
        ) : (
          <Message
            icon={ServerCrash}
            title="The images cannot be listed"
            actions={<Button onClick={() => void summary.refetch()}>Try again</Button>}
          >
            {summary.error.message}
          </Message>
        )
      ) : empty && complete ? (
        <Message
          icon={Images}
          title={filtered ? 'No image fits' : 'No image yet'}
          actions={
            filtered ? (
              <ButtonLink href={href('/images')}>Show all</ButtonLink>
            ) : (
              <ButtonLink look="primary" href={href('/')}>
                Make some
              </ButtonLink>
            )
          }
        >
          {filtered ? 'Nothing is left with these filters.' : 'Every image of every batch will be here.'}
        </Message>
      ) : (
        <>
          <Wall
            images={images}
            selected={selected}
            opened={opened}
            onSelect={setSelected}
            onDelete={removeChosen}
            onOpen={key => change({ image: key })}
            labelOf={labelOf}
            jump={jump}
            onRange={(now, { from, to }) => {
              setInSight(now)
              for (const { day, images } of wantedFor(wall, from, to)) want(day, images)
            }}
          />
          {days.length > 1 ? (
            <Scrubber
              days={days}
              total={images.length}
              place={jump !== undefined && isIn(jump.place, inSight) ? jump.place : inSight.from}
              onJump={place => setJump({ place })}
            />
          ) : null}
        </>
      )}
      <p className="visually-hidden" role="status">
        {chosen.length > 0 ? `${count(chosen.length)} of ${count(images.length)} selected` : ''}
      </p>
      {chosen.length > 0 ? (
        <Selection images={chosen} onDelete={removeChosen} onDone={() => setSelected(new Set())} />
      ) : null}
      {opened !== null && summary.data !== undefined ? (
        <ImageDialog
          wall={wall}
          complete={complete}
          opened={opened}
          onOpen={step}
          want={want}
          labelOf={labelOf}
        />
      ) : null}
    </div>
  )
}

/** The last images cannot be scrolled to the top: it is these that somebody went to for as long as they are in sight. */
function isIn(place: number, { from, to }: { from: number; to: number }): boolean {
  return place >= from && place <= to
}
