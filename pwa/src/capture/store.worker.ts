import { createSHA256, type IHasher } from 'hash-wasm'
import type { StoreAnswer, StoreAsk } from './store.messages'

/**
 * The only writer of evidence bytes. Every append is flushed before it is acknowledged: an acknowledged byte survives a
 * kill. Hashes run along, so that closing a file costs nothing.
 */
interface Open {
  handle: FileSystemSyncAccessHandle
  hasher: IHasher
  size: number
}

declare const self: DedicatedWorkerGlobalScope
const open = new Map<string, Open>()
const PROBE = 'v1/probe.bin'
const PIECE = 1024 * 1024

async function handleAt(path: string, create: boolean): Promise<FileSystemFileHandle> {
  const { folder, name } = await folderOf(path, create)
  return await folder.getFileHandle(name, { create })
}

async function folderOf(path: string, create: boolean): Promise<{ folder: FileSystemDirectoryHandle; name: string }> {
  const parts = path.split('/')
  const name = parts.pop() ?? ''
  let folder = await navigator.storage.getDirectory()
  for (const part of parts) folder = await folder.getDirectoryHandle(part, { create })
  return { folder, name }
}

async function start(path: string): Promise<Open> {
  const handle = await (await handleAt(path, true)).createSyncAccessHandle()
  const file = { handle, hasher: (await createSHA256()).init(), size: handle.getSize() }
  open.set(path, file)
  return file
}

function opened(path: string): Open {
  const file = open.get(path)
  if (file === undefined) throw new DOMException(`${path} is not open`, 'InvalidStateError')
  return file
}

function append(path: string, bytes: Uint8Array): number {
  const file = opened(path)
  const written = file.handle.write(bytes, { at: file.size })
  // a full disk may write a part: nothing counts that is not whole, or the hash would name other bytes
  if (written !== bytes.length) throw new DOMException('short write', 'QuotaExceededError')
  file.handle.flush()
  file.hasher.update(bytes)
  file.size += written
  return file.size
}

function close(path: string): { bytes: number; sha256: string } {
  const file = opened(path)
  open.delete(path)
  // what a failed write left behind the last whole slice is not part of the file
  if (file.handle.getSize() !== file.size) file.handle.truncate(file.size)
  file.handle.flush()
  file.handle.close()
  return { bytes: file.size, sha256: file.hasher.digest('hex') }
}

/** Hashes a file that an earlier life of the app left behind, and answers what it holds. */
async function adopt(path: string): Promise<{ bytes: number; sha256: string }> {
  const file = await (await handleAt(path, false)).getFile()
  const hasher = (await createSHA256()).init()
  for (let at = 0; at < file.size; at += PIECE) hasher.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()))
  return { bytes: file.size, sha256: hasher.digest('hex') }
}

async function remove(path: string): Promise<void> {
  const { folder, name } = await folderOf(path, false)
  await folder.removeEntry(name)
}

/** How many bytes really fit, up to `wanted`: the browser's own estimate does not tell the truth. */
async function probe(wanted: number): Promise<number> {
  const handle = await (await handleAt(PROBE, true)).createSyncAccessHandle()
  const stepSize = 64 * PIECE
  let fits = 0
  try {
    for (let size = stepSize; fits < wanted; size += stepSize) {
      handle.truncate(size)
      fits = size
    }
  } catch {
    // the refusal is the answer
  } finally {
    handle.truncate(0)
    handle.close()
    await remove(PROBE)
  }
  return Math.min(fits, wanted)
}

async function answer(ask: StoreAsk): Promise<{ bytes: number; sha256: string | null }> {
  switch (ask.do) {
    case 'open': return { bytes: (await start(ask.path)).size, sha256: null }
    case 'append': return { bytes: append(ask.path, new Uint8Array(ask.bytes)), sha256: null }
    case 'close': return close(ask.path)
    case 'put':
      await start(ask.path)
      append(ask.path, new Uint8Array(ask.bytes))
      return close(ask.path)
    case 'adopt': return await adopt(ask.path)
    case 'remove':
      await remove(ask.path)
      return { bytes: 0, sha256: null }
    case 'probe': return { bytes: await probe(ask.wanted), sha256: null }
  }
}

async function serve(ask: StoreAsk & { id: number }): Promise<void> {
  const reply = await answer(ask).then(
    (done): StoreAnswer => ({ id: ask.id, ok: true, ...done }),
    (error: unknown): StoreAnswer => ({ id: ask.id, ok: false, name: nameOf(error), message: String(error) }),
  )
  self.postMessage(reply)
}

const nameOf = (error: unknown): string => (error instanceof DOMException ? error.name : 'Error')

// one after the other: an append must not overtake the open before it
let line: Promise<void> = Promise.resolve()
self.onmessage = (event: MessageEvent<StoreAsk & { id: number }>) => {
  line = line.then(() => serve(event.data))
}
