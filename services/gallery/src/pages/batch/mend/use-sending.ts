import { useState } from 'react'
import { ApiProblem } from '../../../api/http.ts'

/** A call that a dialog makes once, and what has become of it. */
export function useSending(then: () => void) {
  const [state, setState] = useState<{ busy: boolean; problem?: string }>({ busy: false })
  const send = async (call: () => Promise<unknown>) => {
    setState({ busy: true })
    try {
      await call()
      then()
    } catch (error) {
      if (!(error instanceof Error)) throw error
      setState({ busy: false, problem: problemText(error) })
    }
  }
  return { ...state, send }
}

/** What is wrong, with every field at fault. */
export function problemText(error: Error): string {
  const faults = error instanceof ApiProblem ? error.errors : []
  return faults.map(({ field, message }) => `${field}: ${message}`).join(' ') || error.message
}
