/** Runs one job at a time; asked again while it runs, it runs once more afterwards. */
export function pump(job: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let again = false
  const loop = async (): Promise<void> => {
    do {
      again = false
      await job()
    } while (again)
  }
  return async () => {
    if (running !== null) {
      again = true
      return await running
    }
    running = loop().finally(() => {
      running = null
    })
    await running
  }
}
