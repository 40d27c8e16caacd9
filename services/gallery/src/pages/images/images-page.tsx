import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Images, ServerCrash } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { api } from '../../api/calls.ts'
import { count } from '../../lib/format.ts'
import { useStore } from '../../lib/store.ts'
import { href, useAddress } from '../../router.ts'
import { deleted, deleteImages, imageKey } from '../../state/deletions.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { focusIsLost } from '../../ui/lost-focus.ts'
import { Message } from '../../ui/message.tsx'
import { Filters, filterOf } from './filters.tsx'
import { ImageDialog } from './image-dialog.tsx'
import styles from './images-page.module.css'
import { Selection } from './selection.tsx'
import { Wall } from './wall.tsx'

export default function ImagesPage() {
  const [search, change] = useAddress()
  const filter = filterOf(search)
  const queries = useQueryClient()
  const gone = useStore(deleted)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const pages = useInfiniteQuery({
    queryKey: ['images', filter],
    queryFn: ({ pageParam, signal }) => api.images(filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
  })
  const images = (pages.data?.pages.flatMap(page => page.images) ?? []).filter(
    image => !gone.has(imageKey(image.batchId, image.leafId)),
  )
  const catalog = useQuery({ queryKey: ['catalog'], queryFn: api.catalog, staleTime: 300_000 })
  const labelOf = (id: string) => catalog.data?.models.find(model => model.id === id)?.label ?? id
  const filtered = Object.values(filter).some(value => value !== undefined && value !== 'succeeded')
  const chosen = images.filter(image => selected.has(imageKey(image.batchId, image.leafId)))
  const opened = search.get('image')

  const removeChosen = () => {
    deleteImages(chosen, () => void queries.invalidateQueries({ queryKey: ['images'] }))
    setSelected(new Set())
  }
  const page = useRef<HTMLDivElement>(null)
  const empty = images.length === 0
  useEffect(() => {
    if (empty && focusIsLost()) page.current?.querySelector<HTMLElement>('h1[tabindex]')?.focus()
  }, [empty])

  const open = (key: string | undefined, replace = false) => change({ image: key }, { replace })

  return (
    <div ref={page} className={styles.page}>
      <div className={styles.head}>
        <h1>Gallery</h1>
        <Filters filter={filter} />
      </div>
      {pages.data === undefined ? (
        pages.error === null ? (
          <div className={styles.loading} role="status">
            <span className="visually-hidden">Loading the images</span>
          </div>
        ) : (
          <Message
            icon={ServerCrash}
            title="The images cannot be listed"
            actions={<Button onClick={() => void pages.refetch()}>Try again</Button>}
          >
            {pages.error.message}
          </Message>
        )
      ) : images.length === 0 && !pages.hasNextPage ? (
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
        <Wall
          images={images}
          selected={selected}
          opened={opened}
          onSelect={setSelected}
          onDelete={removeChosen}
          onOpen={key => open(key)}
          labelOf={labelOf}
          onEnd={() => {
            if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage()
          }}
        />
      )}
      <p className="visually-hidden" role="status">
        {chosen.length > 0 ? `${count(chosen.length)} of ${count(images.length)} selected` : ''}
      </p>
      {chosen.length > 0 ? (
        <Selection images={chosen} onDelete={removeChosen} onDone={() => setSelected(new Set())} />
      ) : null}
      {opened !== null && pages.data !== undefined ? (
        <ImageDialog
          images={images}
          opened={opened}
          onOpen={key => open(key, true)}
          labelOf={labelOf}
          onClose={() => open(undefined, true)}
        />
      ) : null}
    </div>
  )
}
