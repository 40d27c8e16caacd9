import { useQuery } from '@tanstack/react-query'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import type { LeafView } from '../api/types.ts'
import { Button } from './button.tsx'
import { leafDetail } from './leaf-detail.ts'
import styles from './sent-prompt.module.css'

/** How long it is said that the text was copied, in milliseconds. */
const SAID_MS = 2_000

/** The whole text that a provider was sent for a leaf, and the pictures with it. Nothing where that is not known. */
export function SentPrompt({ batchId, leaf }: { batchId: string; leaf: LeafView }) {
  const { data } = useQuery(leafDetail(batchId, leaf))
  if (data?.prompt === undefined) return null
  return (
    <section className={styles.sent}>
      <div className={styles.head}>
        <h3>Sent to the model</h3>
        <CopyButton text={data.prompt} />
      </div>
      <p dir="auto">{data.prompt}</p>
      {data.references === undefined ? null : (
        <div className={styles.references}>
          {data.references.map(({ id, url }, index) => (
            <a key={id} href={url} target="_blank" rel="noreferrer">
              <img src={url} alt={`Reference ${index + 1}`} loading="lazy" />
            </a>
          ))}
        </div>
      )}
    </section>
  )
}

function CopyButton({ text }: { text: string }) {
  const [copied, setCopied] = useState(false)
  // Browsers have it for pages over HTTPS and on this machine alone.
  if (navigator.clipboard === undefined) return null
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), SAID_MS)
  }
  return (
    <Button look="quiet" icon aria-label={copied ? 'Copied' : 'Copy the prompt'} onClick={() => void copy()}>
      {copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
    </Button>
  )
}
