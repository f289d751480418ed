/** The live line to the server: one EventSource, reconnecting, telling when it was last alive. No Vue here. */

export const KINDS = ['visit', 'alert', 'inbox', 'sealed'] as const
export type Kind = (typeof KINDS)[number]
export interface LiveEvent {
  kind: Kind
  data: Record<string, unknown>
}
export interface FeedHandlers {
  /** Something changed that this person may see. */
  event: (event: LiveEvent) => void
  /** The line is up; what was shown before may have holes, so ask for it again. */
  up: () => void
  /** The line is down; what is shown stays as it was at `since`. */
  down: (since: Date) => void
}

const RETRY_MS = 3000

function parsed(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

/**
 * Opens the line and keeps it open until the returned function is called.
 * The browser repeats Last-Event-ID by itself on its own reconnects; when it gives up (the server answered with
 * an error), a new line is opened after three seconds and `up` asks for everything again.
 * A session has one line: a window that hears that another one follows now rests until somebody looks at it again.
 */
export function openFeed(url: string, handlers: FeedHandlers): () => void {
  let source: EventSource
  let retry: number | undefined
  let down = false

  function lost() {
    if (!down) handlers.down(new Date())
    down = true
    if (source.readyState === EventSource.CLOSED) retry = window.setTimeout(open, RETRY_MS)
  }

  function rest() {
    source.close()
    if (!down) handlers.down(new Date())
    down = true
    window.addEventListener('focus', open, { once: true })
  }

  function open() {
    source = new EventSource(url)
    source.addEventListener('elsewhere', rest)
    source.onopen = () => {
      down = false
      handlers.up()
    }
    source.onerror = lost
    for (const kind of KINDS) {
      source.addEventListener(kind, (message: MessageEvent<string>) =>
        handlers.event({ kind, data: parsed(message.data) }),
      )
    }
  }

  open()
  return () => {
    window.clearTimeout(retry)
    window.removeEventListener('focus', open)
    source.close()
  }
}
