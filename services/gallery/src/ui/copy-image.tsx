import { Check, Copy, Link2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { toasts } from './toaster.tsx'

/** How long it is said that something was copied, in milliseconds. */
const SAID_MS = 2_000

/** Copies a picture, or the address under which it is shown. Browsers let pages do so over HTTPS and on this machine alone. */
export function CopyImage({ url }: { url: string }) {
  if (navigator.clipboard === undefined) return null
  return (
    <>
      {typeof ClipboardItem === 'undefined' ? null : (
        <CopyButton icon={<Copy aria-hidden="true" />} copy={() => copyPicture(url)}>
          Copy image
        </CopyButton>
      )}
      <CopyButton
        icon={<Link2 aria-hidden="true" />}
        copy={() => navigator.clipboard.writeText(new URL(url, location.href).href)}
      >
        Copy link
      </CopyButton>
    </>
  )
}

function CopyButton({
  icon,
  copy,
  children,
}: {
  icon: ReactNode
  copy: () => Promise<void>
  children: string
}) {
  const [copied, setCopied] = useState(false)
  const onClick = async () => {
    try {
      await copy()
      setCopied(true)
      setTimeout(() => setCopied(false), SAID_MS)
    } catch (error) {
      const description = error instanceof Error ? error.message : String(error)
      toasts.add({ title: 'It could not be copied', description, priority: 'high' })
    }
  }
  return (
    <Button onClick={() => void onClick()}>
      {copied ? <Check aria-hidden="true" /> : icon}
      <span aria-live="polite">{copied ? 'Copied' : children}</span>
    </Button>
  )
}

/** Clipboards take PNG alone. */
async function copyPicture(url: string): Promise<void> {
  const png = (async () => {
    const picture = await createImageBitmap(await (await fetch(url)).blob())
    const canvas = new OffscreenCanvas(picture.width, picture.height)
    canvas.getContext('2d')?.drawImage(picture, 0, 0)
    picture.close()
    return canvas.convertToBlob({ type: 'image/png' })
  })()
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })])
}
