import { type MouseEvent, useRef, useState } from 'react'

const NONE: ReadonlySet<string> = new Set()

/** What is selected of a sheet, by ids of leaves. */
export interface Selection {
  selected: ReadonlySet<string>
  /** Whether anything is. */
  any: boolean
  toggle: (leafId: string) => void
  /** Selects by the pointer: with Shift, all from the last one to this. */
  pointed: (leafId: string, event: MouseEvent) => void
  all: () => void
  none: () => void
  /** Whether every image has its mark in sight, to be selected by a thumb. */
  begun: boolean
  begin: () => void
}

/** @param selectable tells the leaves that can be selected, in their order */
export function useSelection(selectable: () => readonly string[]): Selection {
  const [selected, setSelected] = useState(NONE)
  const [begun, setBegun] = useState(false)
  const last = useRef<string>(undefined)
  const toggle = (leafId: string) => {
    last.current = leafId
    setSelected(before => {
      const next = new Set(before)
      if (!next.delete(leafId)) next.add(leafId)
      return next
    })
  }
  return {
    selected,
    any: selected.size > 0,
    toggle,
    pointed(leafId, event) {
      if (!event.shiftKey || last.current === undefined) return toggle(leafId)
      const ids = selectable()
      const [from, to] = [ids.indexOf(last.current), ids.indexOf(leafId)].sort((a, b) => a - b) as [
        number,
        number,
      ]
      setSelected(before => new Set([...before, ...ids.slice(Math.max(0, from), to + 1)]))
    },
    all: () => setSelected(new Set(selectable())),
    none() {
      setSelected(NONE)
      setBegun(false)
    },
    begun: begun || selected.size > 0,
    begin: () => setBegun(true),
  }
}
