import { expect, test } from 'vitest'
import cases from '../../../tests/unit/policy/cases.json'
import en from '../../../backend/policy/sentences.en.json'
import zh from '../../../backend/policy/sentences.zh.json'
import { count, judgeCap, ownHistory, type CapVerdict } from './caps'
import type { Approval, Rules, Site, Visit } from './facts'
import { pastOf, remarksOn } from './remarks'
import { judgeQuiet, type QuietVerdict } from './quiet'
import { sentence } from './sentences'
import { nextSlot } from './slots'

/** The server's own table of cases (`tests/unit/policy/test_cases.py`), judged by the twin. */
interface Case {
  name: string
  arrives: string
  before?: string[]
  kind?: string
  trigger?: string
  ground?: string
  evidence?: boolean
  approved?: string
  class?: string
  industry?: string
  tier?: string | null
  whitelisted?: string
  quiet?: string
  cap?: string
}

const WALL = '+08:00'
const SITE: Site = { enterprise_id: 'enterprise', site_id: 's', identifier: '', classes: [], industry: null, region: '420117', tier: null, chosen_quiet_days: [], whitelist: [] }

/** The default rule set with some of its parameters changed, section by section. */
function lawOf(changes: Record<string, unknown>): Rules {
  const defaults: Record<string, unknown> = { ...cases.defaults, holidays: cases.holidays }
  const merged: [string, unknown][] = Object.entries(defaults).map(([name, value]) => [name, typeof value === 'object' ? { ...value, ...(changes[name] as object | undefined) } : (changes[name] ?? value)])
  return Object.fromEntries(merged) as unknown as Rules
}

function came(id: string, local: string, told: Partial<Visit> = {}): Visit {
  const at = Date.parse(`${local}${WALL}`)
  return { id, organ_id: 'o', enterprise_id: 'enterprise', site_id: 's', kind: 'daily', trigger: 'plan', arrived: { earliest: at, latest: at }, ...told }
}

function approvalOf(it: Case, rules: Rules): Approval | null {
  if (it.approved === undefined) return null
  const bureau = rules.quiet.grounds[it.ground ?? '']?.approver === 'bureau'
  return { approver: bureau ? 'bureau' : rules.quiet.approver, organ_id: 'o', enterprise_id: 'enterprise', at: Date.parse(`${it.approved}${WALL}`) }
}

function judged(it: Case, rules: Rules): { quiet: QuietVerdict; cap: CapVerdict } {
  const site: Site = { ...SITE, classes: it.class === undefined ? [] : [it.class], industry: it.industry ?? null, tier: it.tier ?? null, whitelist: it.whitelisted === undefined ? [] : [{ first: it.whitelisted, end: null }] }
  const visit = came('case', it.arrives, { kind: it.kind ?? 'daily', trigger: it.trigger ?? 'plan', ground: it.ground ?? null, evidence: it.evidence ?? false, document: it.trigger === 'superior' && it.evidence, approval: approvalOf(it, rules) })
  const before = (it.before ?? []).map((day, n) => came(`before ${n}`, `${day}T09:00`))
  return { quiet: judgeQuiet(visit, site, rules), cap: judgeCap(visit, site, rules, count(ownHistory(visit, before, rules), rules)) }
}

const table = Object.entries(cases.judged as Record<string, { name: string; law: Record<string, unknown>; case: Case }[]>)

test.each(table.flatMap(([rule, lines]) => lines.map((line) => ({ rule, ...line }))))('$rule: $name, $case.arrives', ({ law, case: it }) => {
  const { quiet, cap } = judged(it, lawOf(law))
  if (it.quiet !== undefined) expect(quiet.code).toBe(it.quiet)
  if (it.cap !== undefined) expect(cap.code).toBe(it.cap)
})

test.each(cases['B-46'])('B-46: $name', (it) => {
  const rules = lawOf(it.law)
  const before = it.before.map((day, n) => came(String(n), `${day}T09:00`))
  const counted = count(before, rules)
  expect(nextSlot(Date.parse(`${it.after}${WALL}`), SITE, rules, counted)).toMatchObject({ day: it.day, starts_at: '09:00', reason: it.reason })
})

interface Came { at: string; kind?: string; outcome?: string; task?: string | null; site?: string; officer?: string; kept_apart?: boolean }

const arrivedAs = (n: number, { at, kind = 'daily', outcome, task, site = 's', officer = 'p', kept_apart = false }: Came): Visit => came(String(n), at, { kind, kept_apart, site_id: site, task_id: task ?? null, outcome: outcome ?? null, same_officer: officer === 'p' })

test.each(cases.remarks as { rule: string; name: string; law: Record<string, unknown>; came: Came[]; found: object[] }[])('$rule: $name', (it) => {
  const visits = it.came.map((each, n) => arrivedAs(n, each))
  const [now] = visits.slice(-1) as [Visit]
  expect(remarksOn(now, visits.slice(0, -1).map(pastOf), lawOf(it.law)).map(({ code, facts }) => ({ code, facts }))).toEqual(it.found)
})

test('a package that was signed before it told of earlier visits says nothing of them', () => {
  expect(remarksOn(came('now', '2026-04-22T09:00:00', { outcome: 'aborted_before_entry' }), null, lawOf({}))).toEqual([])
})

test('every verdict of the table has its sentence in both languages', () => {
  for (const [, lines] of table) {
    for (const { law, case: it } of lines) {
      const { quiet, cap } = judged(it, lawOf(law))
      for (const part of [quiet, cap]) for (const words of [zh, en]) expect(sentence(words, part.reason, part.facts)).not.toMatch(/[{}—]/)
    }
  }
})

test('a sentence is said in the server’s words', () => {
  const { quiet, cap } = judged({ name: '', arrives: '2026-11-12T09:30:00', ground: 'complaint', evidence: true, approved: '2026-11-12T09:29:59' }, lawOf({}))
  expect(sentence(zh, quiet.reason, quiet.facts, '2026')).toBe('11 月 12 日在安静期内（每月 1–20 日），属于例外情形：投诉举报或媒体反映。本部门负责人已于 11 月 12 日 09:29 批准。')
  expect(sentence(zh, cap.reason, cap.facts)).toBe('本年第 1 次，上限 2 次。')
})
