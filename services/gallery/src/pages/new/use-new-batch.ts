import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { api } from '../../api/calls.ts'
import { ApiProblem, Unreachable } from '../../api/http.ts'
import type { BatchBody, Catalog, Estimate, FieldError, ModelBody, PromptBody } from '../../api/types.ts'
import { withOffset } from '../../lib/deadline.ts'
import { isDead } from '../../lib/model-body.ts'
import { newKey } from '../../lib/new-key.ts'
import { useStore } from '../../lib/store.ts'
import { parsePrompts } from '../../parse/prompts.ts'
import { navigate } from '../../router.ts'
import { changeDraft, type Draft, draft } from '../../state/draft.ts'
import { useDebounced } from './use-debounced.ts'

const NO_FAULTS: readonly FieldError[] = []
const NO_WARNINGS: NonNullable<Estimate['titleWarnings']> = []

/** Everything the form of a new batch needs. */
export function useNewBatch() {
  const catalog = useQuery({ queryKey: ['catalog'], queryFn: api.catalog, staleTime: 300_000 })
  const limits = useQuery({ queryKey: ['limits'], queryFn: api.limits, staleTime: 300_000 })
  const values = useStore(draft)
  const parsed = useMemo(() => parsePrompts(values.text), [values.text])
  const models = values.models ?? firstChoice(catalog.data)
  const prompts = values.table?.items ?? parsed.prompts
  const body = bodyOf(values, prompts, models)
  const ready = prompts.length > 0 && models.length > 0
  const estimate = useEstimate(body, ready)
  const sending = useSend(body, ready)
  const problem = sending.problem ?? (ready ? estimate.problem : undefined)
  return {
    catalog,
    /** Undefined until they are known. */
    limits: limits.data,
    values,
    parsed,
    /** Those of the table, or else of the text. */
    prompts,
    models,
    body,
    ready,
    estimate,
    sending,
    problem,
    faults: problem?.errors ?? NO_FAULTS,
    titleWarnings: (ready ? estimate.data?.titleWarnings : undefined) ?? NO_WARNINGS,
  }
}

export type NewBatch = ReturnType<typeof useNewBatch>

function bodyOf(values: Draft, prompts: readonly PromptBody[], models: readonly ModelBody[]): BatchBody {
  const {
    style,
    template,
    font,
    look,
    context,
    extraPrompt,
    name,
    tags,
    from,
    webhook,
    maxCost,
    fallback,
    fallbackOn,
    reuse,
    speed,
    economy,
    deadline,
    references = [],
    variations,
    sample,
  } = values
  return {
    prompts,
    models,
    style,
    template,
    font,
    context,
    extraPrompt,
    ...(name.trim() !== '' && { name: name.trim() }),
    ...(tags.trim() !== '' && { tags: tags.split(',').flatMap(tag => tag.trim() || []) }),
    ...(from !== undefined && { from }),
    ...(webhook.trim() !== '' && { webhook: webhook.trim() }),
    ...(maxCost.trim() !== '' && { maxCostUsd: Number(maxCost) }),
    ...(fallback !== undefined && { fallback }),
    ...(fallbackOn !== undefined && { fallbackOn }),
    ...(reuse !== undefined && { reuse }),
    ...(speed === 'economy' && {
      speed,
      ...(economy !== undefined && { economy }),
      ...(deadline !== '' && { deadline: withOffset(deadline) }),
    }),
    ...(references.length > 0 && { references }),
    ...(variations !== 1 && { variations }),
    ...(sample.trim() !== '' && { sample: Number(sample) }),
    ...look,
  }
}

function useEstimate(body: BatchBody, ready: boolean) {
  const asked = useDebounced(body, 350)
  const { data, error, isFetching } = useQuery({
    queryKey: ['estimate', asked],
    queryFn: ({ signal }) => api.estimate(asked, signal),
    enabled: ready && asked.prompts.length > 0 && asked.models.length > 0,
    placeholderData: keepPreviousData,
  })
  return {
    data: error === null ? data : undefined,
    problem: error instanceof ApiProblem ? error : undefined,
    isFetching,
  }
}

function useSend(body: BatchBody, ready: boolean) {
  const [state, setState] = useState<{ busy: boolean; problem?: ApiProblem; lost?: boolean }>({ busy: false })
  // A batch sent again after an answer was lost has the key of the first time, and is made once.
  const key = useRef({ of: '', value: '' })
  const text = JSON.stringify(body)

  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever changes, the old answer is not about it any more
  useEffect(() => setState({ busy: false }), [text])

  const send = async () => {
    if (!ready || state.busy) return
    if (key.current.of !== text) key.current = { of: text, value: newKey() }
    setState({ busy: true })
    try {
      const accepted = await api.create(body, key.current.value)
      changeDraft({ text: '', table: undefined, name: '', tags: '', from: undefined })
      navigate(`/batches/${accepted.id}`)
    } catch (error) {
      if (error instanceof ApiProblem) setState({ busy: false, problem: error })
      else if (error instanceof Unreachable) setState({ busy: false, lost: true })
      else throw error
    }
  }
  return { ...state, send }
}

/** The first model of each provider that lives and can be made, until somebody chooses. */
function firstChoice(catalog: Catalog | undefined): ModelBody[] {
  const first = new Map<string, string>()
  for (const model of catalog?.models ?? [])
    if (!isDead(model) && model.available && !first.has(model.provider)) first.set(model.provider, model.id)
  return [...first.values()]
}
