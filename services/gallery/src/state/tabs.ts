/** What tabs tell each other: about what, and what of it. */
interface Told {
  topic: string
  message: unknown
}

let opened: BroadcastChannel | undefined

/** Between the tabs of this page, in one browser. A tab does not hear itself. */
function channel(): BroadcastChannel {
  opened ??= new BroadcastChannel('contactsheet')
  return opened
}

/** Tells the other tabs something, which has to survive being copied: no functions, no elements. */
export function tellTabs(topic: string, message: unknown): void {
  const told: Told = { topic, message }
  channel().postMessage(told)
}

/** Hears what other tabs tell about a topic. Who tells and who hears it agree on what a message is. */
export function onTabs<Message>(topic: string, listener: (message: Message) => void): void {
  channel().addEventListener('message', ({ data }: MessageEvent<Told>) => {
    if (data.topic === topic) listener(data.message as Message)
  })
}
