import { useState } from 'react'
import { type PreviewLook, urls } from '../../api/calls.ts'
import styles from './preview.module.css'

/** How a picture would look, composed by the API; where it cannot, a drawing of where the title stands. */
export function Preview({ look, title }: { look: PreviewLook; title: string }) {
  const url = urls.preview({ ...look, title: title.slice(0, 200) })
  const [failed, setFailed] = useState<string>()
  const [loaded, setLoaded] = useState<string>()
  return (
    <div className={styles.preview} data-template={look.template}>
      {failed === url ? (
        <span className={styles.title} dir="auto">
          {title}
        </span>
      ) : (
        <img
          src={url}
          alt={`Preview: ${title}`}
          width={600}
          height={315}
          decoding="async"
          data-loaded={loaded === url}
          onLoad={() => setLoaded(url)}
          onError={() => setFailed(url)}
        />
      )}
    </div>
  )
}
