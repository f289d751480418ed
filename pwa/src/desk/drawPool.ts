/** The pool of a draw as its commitment tells it: the counts stand in the text that everybody can read. */
import { EXCLUSIONS, type DrawAct, type Pool } from './asks/draws'

/** The first figure of the line that begins with this word; none where the text has no such line. */
function figure(commitment: string, word: string): number {
  const line = commitment.split('\n').find((it) => it.startsWith(`${word} `))
  return Number(line?.split(' ')[1] ?? 0)
}

export function settledPool(act: Pick<DrawAct, 'commitment' | 'excluded'>): Pool {
  const text = act.commitment ?? ''
  const excluded = EXCLUSIONS.flatMap((reason) => {
    const count = act.excluded?.[reason] ?? 0
    return count ? [{ reason, count }] : []
  })
  const objects = figure(text, 'objects')
  return { asked: objects + excluded.reduce((sum, it) => sum + it.count, 0), objects, officers: figure(text, 'officers'), excluded, weights: [] }
}
