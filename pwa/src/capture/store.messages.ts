/** What page and evidence worker say to each other. */
export type StoreAsk =
  | { do: 'open' | 'close' | 'adopt' | 'remove'; path: string }
  | { do: 'append' | 'put'; path: string; bytes: ArrayBuffer }
  | { do: 'probe'; wanted: number }

export type StoreAnswer =
  | { id: number; ok: true; bytes: number; sha256: string | null }
  | { id: number; ok: false; name: string; message: string }
