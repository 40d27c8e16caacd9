import { Dialog } from '@base-ui/react/dialog'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { api } from '../api/calls.ts'
import { unlock } from '../api/http.ts'
import { Button } from './button.tsx'
import dialog from './dialog.module.css'
import field from './field.module.css'

/** Asks for a token when the API wants one. The page stays as it is below, with all that was typed. */
export default function SessionDialog() {
  return (
    <Dialog.Root open disablePointerDismissal>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop ?? ''} />
        <Dialog.Popup className={dialog.popup ?? ''}>
          <Dialog.Title className={dialog.title ?? ''}>This Contactsheet needs a token</Dialog.Title>
          <Dialog.Description className={dialog.description ?? ''}>
            One of those in the server's API_TOKENS. It is kept in a cookie that no script can read. Nothing
            you typed is lost.
          </Dialog.Description>
          <TokenForm />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function TokenForm() {
  const id = useId()
  const queries = useQueryClient()
  const [token, setToken] = useState('')
  const [fault, setFault] = useState<string>()
  const [sending, setSending] = useState(false)

  const send = async (event: FormEvent) => {
    event.preventDefault()
    setSending(true)
    try {
      await api.openSession(token)
      unlock()
      await queries.invalidateQueries()
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error))
    } finally {
      setSending(false)
    }
  }

  return (
    <form className={dialog.form} onSubmit={send}>
      <label htmlFor={id}>Token</label>
      <input
        id={id}
        className={field.input}
        type="password"
        autoComplete="current-password"
        required
        value={token}
        onChange={event => setToken(event.target.value)}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-fault`}
      />
      <p id={`${id}-fault`} role="alert" className={field.error}>
        {fault}
      </p>
      <div className={dialog.actions}>
        <Button look="primary" type="submit" disabled={sending}>
          Continue
        </Button>
      </div>
    </form>
  )
}
