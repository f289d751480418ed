import { describe, expect, it } from 'vitest'
import { openable } from './sealed'
import type { TwoPeopleRequest } from './watch'

const agreed = {
  kind: 'feedback.unseal', mine: true, state: 'approved', decided_at: '2026-04-22T02:00:00Z',
} as TwoPeopleRequest
const at = (iso: string) => Date.parse(iso)

describe('what the one who asked may open (B-102)', () => {
  it('is open for a day after the second person’s yes, and not a moment longer', () => {
    expect(openable(agreed, at('2026-04-23T01:59:59Z'))).toEqual({ what: 'words', until: '2026-04-23T02:00:00.000Z' })
    expect(openable(agreed, at('2026-04-23T02:00:00Z'))).toBeNull()
  })
  it('is not open to others, before a yes, after a no, or for what is not sealed', () => {
    const now = at('2026-04-22T03:00:00Z')
    expect(openable({ ...agreed, mine: false }, now)).toBeNull()
    expect(openable({ ...agreed, state: 'waiting', decided_at: null }, now)).toBeNull()
    expect(openable({ ...agreed, state: 'rejected' }, now)).toBeNull()
    expect(openable({ ...agreed, kind: 'person.erase' }, now)).toBeNull()
    expect(openable({ ...agreed, kind: 'person.number.unseal' }, now)?.what).toBe('number')
  })
})
