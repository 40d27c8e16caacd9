import { ImagePlus, X } from 'lucide-react'
import { useRef } from 'react'
import { urls } from '../../api/calls.ts'
import { Button } from '../../ui/button.tsx'
import styles from './thumbs.module.css'

/** Of an upload; anything else is an address of another host, whose pictures the page does not load. */
const UPLOAD = /^[0-9a-f]{64}$/

/** Pictures that models are to go by, to take some away and to add some. */
export function Thumbs({
  references,
  of,
  onRemove,
  onAdd,
}: {
  references: readonly string[]
  /** What they are for, in words. */
  of: string
  onRemove: (place: number) => void
  onAdd: (pictures: File[]) => void
}) {
  const chooser = useRef<HTMLInputElement>(null)
  return (
    <div className={styles.thumbs}>
      {references.map((reference, place) => (
        <span key={reference} className={styles.thumb}>
          {UPLOAD.test(reference) ? (
            <img src={urls.reference(reference)} alt={`Reference ${place + 1} ${of}`} loading="lazy" />
          ) : (
            <span className={styles.address} title={reference}>
              {reference.replace(/^https?:\/\//i, '')}
            </span>
          )}
          <Button
            look="quiet"
            icon
            className={styles.remove}
            aria-label={`Take picture ${place + 1} ${of} away`}
            onClick={() => onRemove(place)}
          >
            <X aria-hidden="true" />
          </Button>
        </span>
      ))}
      <Button look="quiet" onClick={() => chooser.current?.click()}>
        <ImagePlus aria-hidden="true" />
        Add pictures
        <span className="visually-hidden"> {of}</span>
      </Button>
      <input
        ref={chooser}
        type="file"
        multiple
        className="visually-hidden"
        tabIndex={-1}
        aria-label={`Pictures ${of}`}
        accept="image/png,image/jpeg,image/webp"
        onChange={event => {
          const pictures = [...(event.target.files ?? [])]
          event.target.value = ''
          if (pictures.length > 0) onAdd(pictures)
        }}
      />
    </div>
  )
}
