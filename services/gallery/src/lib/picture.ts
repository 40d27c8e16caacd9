import type { LeafView } from '../api/types.ts'

/** Width of a small picture, and the one an image is taken to have before it is loaded. Pixels. */
const SMALL = 640
const WHOLE = 1200

/**
 * What an `img` says to have the browser load the smallest picture that is sharp enough.
 *
 * @param sizes how wide it is shown, in CSS
 */
export function sources({ imageUrl, smallUrl }: Pick<LeafView, 'imageUrl' | 'smallUrl'>, sizes: string) {
  if (imageUrl === undefined || smallUrl === undefined) return { src: imageUrl }
  return { sizes, srcSet: `${smallUrl} ${SMALL}w, ${imageUrl} ${WHOLE}w`, src: smallUrl }
}
