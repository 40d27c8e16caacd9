import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { type LeafPreviewBody, previewLeaf } from '../../../api/preview.ts'
import { useDebounced } from '../../new/use-debounced.ts'
import styles from './original-preview.module.css'

/** How long a choice has to stand still before its picture is asked for, in milliseconds. */
const STILL_MS = 250

/** A leaf as it would look, made of its real original. Drawn on a canvas: the page may show no pictures but those at addresses. */
export function OriginalPreview({ body, title }: { body: LeafPreviewBody; title: string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const asked = useDebounced(body, STILL_MS)
  const { data, error, isFetching } = useQuery({
    queryKey: ['preview', asked],
    queryFn: ({ signal }) => previewLeaf(asked, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  })
  useEffect(() => {
    if (canvas.current === null || data === undefined) return
    Object.assign(canvas.current, { width: data.width, height: data.height })
    canvas.current.getContext('2d')?.drawImage(data, 0, 0)
  }, [data])
  return (
    <div className={styles.preview} aria-busy={isFetching}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`Preview: ${title}`}
        hidden={data === undefined || error !== null}
        data-drawn={data !== undefined && !isFetching}
      />
      {error === null ? null : <p className={styles.problem}>{error.message}</p>}
    </div>
  )
}
