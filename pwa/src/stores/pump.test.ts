import { expect, test } from 'vitest'
import { pump } from './pump'

test('asked while running it runs once more, never side by side', async () => {
  const log: string[] = []
  const gates: (() => void)[] = []
  const run = pump(async () => {
    log.push('start')
    await new Promise<void>((resolve) => gates.push(resolve))
    log.push('end')
  })
  const all = [run(), run(), run()]
  gates.shift()?.()
  await new Promise((resolve) => setTimeout(resolve))
  gates.shift()?.()
  await Promise.all(all)
  expect(log).toEqual(['start', 'end', 'start', 'end'])
})

test('a failed run does not block the next', async () => {
  let times = 0
  const run = pump(() => {
    times += 1
    return times === 1 ? Promise.reject(new Error('first')) : Promise.resolve()
  })
  await expect(run()).rejects.toThrow('first')
  await run()
  expect(times).toBe(2)
})
