/** Runs one job at a time; asked again while it runs, it runs once more afterwards. */
export function pump(job: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let asked = 0
  const loop = async (): Promise<void> => {
    try {
      for (let done = 0; done < asked; ) {
        done = asked
        await job()
      }
    } finally {
      // in one breath with the last look at `asked`: whoever asks later starts a new run
      asked = 0
      running = null
    }
  }
  return async () => {
    asked += 1
    running ??= loop()
    await running
  }
}
