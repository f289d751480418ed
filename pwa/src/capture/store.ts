import type { StoreAnswer, StoreAsk } from './store.messages'

/** The page's side of the one worker that writes evidence bytes. */
export interface Held {
  bytes: number
  sha256: string
}

/** The worker said no. `name` is the DOMException's: QuotaExceededError is a normal event, not a bug. */
export class StoreRefused extends Error {
  constructor(readonly reason: string, message: string) {
    super(message)
  }
}

interface Waiting {
  resolve: (answer: StoreAnswer & { ok: true }) => void
  reject: (error: Error) => void
}

export class ByteStore {
  private readonly worker = new Worker(new URL('./store.worker.ts', import.meta.url), { type: 'module', name: 'evidence' })
  private readonly waiting = new Map<number, Waiting>()
  private last = 0

  constructor() {
    this.worker.onmessage = (event: MessageEvent<StoreAnswer>) => this.take(event.data)
  }

  async open(path: string): Promise<void> {
    await this.ask({ do: 'open', path })
  }

  /** Resolves when the bytes are flushed; answers the file's length. */
  async append(path: string, bytes: ArrayBuffer): Promise<number> {
    return (await this.ask({ do: 'append', path, bytes })).bytes
  }

  async close(path: string): Promise<Held> {
    return held(await this.ask({ do: 'close', path }))
  }

  /** A whole file at once, flushed. */
  async put(path: string, bytes: ArrayBuffer): Promise<Held> {
    return held(await this.ask({ do: 'put', path, bytes }))
  }

  async adopt(path: string): Promise<Held> {
    return held(await this.ask({ do: 'adopt', path }))
  }

  async remove(path: string): Promise<void> {
    await this.ask({ do: 'remove', path })
  }

  async probe(wanted: number): Promise<number> {
    return (await this.ask({ do: 'probe', wanted })).bytes
  }

  private async ask(ask: StoreAsk): Promise<StoreAnswer & { ok: true }> {
    this.last += 1
    const id = this.last
    return await new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.worker.postMessage({ id, ...ask }, 'bytes' in ask ? [ask.bytes] : [])
    })
  }

  private take(answer: StoreAnswer): void {
    const waiting = this.waiting.get(answer.id)
    this.waiting.delete(answer.id)
    if (answer.ok) waiting?.resolve(answer)
    else waiting?.reject(new StoreRefused(answer.name, answer.message))
  }
}

function held(answer: StoreAnswer & { ok: true }): Held {
  if (answer.sha256 === null) throw new Error('a closed file has a hash')
  return { bytes: answer.bytes, sha256: answer.sha256 }
}

let shared: ByteStore | null = null

/** The worker starts with the first need of it, once per page. */
export function byteStore(): ByteStore {
  shared ??= new ByteStore()
  return shared
}
