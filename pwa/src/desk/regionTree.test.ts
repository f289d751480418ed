import { expect, test } from 'vitest'
import type { Region } from './asks/registers'
import { branches, parentsFor } from './regionTree'

const region = (code: string, parent_code: string | null) => ({ code, parent_code }) as Region
const drawn = (regions: Region[], ...open: string[]) => branches(regions, new Set(open)).map((it) => `${'-'.repeat(it.depth)}${it.region.code}`)

test('children stand below their open parent, others stay folded', () => {
  const regions = [region('42', null), region('4201', '42'), region('4202', '42'), region('420117', '4201')]
  expect(drawn(regions, '42')).toEqual(['42', '-4201', '-4202'])
  expect(drawn(regions, '42', '4201')).toEqual(['42', '-4201', '--420117', '-4202'])
})

test('a parent is what was entered, not what the digits say', () => {
  expect(drawn([region('420117', null), region('429999', '420117')], '420117')).toEqual(['420117', '-429999'])
})

test('a region whose parent one may not see stands at the top', () => {
  expect(drawn([region('420117', '4201')])).toEqual(['420117'])
})

test('a region without regions below it is a leaf', () => {
  expect(branches([region('42', null), region('4201', '42')], new Set(['42'])).map((it) => it.leaf)).toEqual([false, true])
})

test('a region moves below one in use of a higher level, not where it stands', () => {
  const [province, city, county, other, ended] = [
    { ...region('42', null), level: 'province' }, { ...region('4201', '42'), level: 'city' }, { ...region('420117', '4201'), level: 'county' },
    { ...region('4202', '42'), level: 'city' }, { ...region('4203', '42'), level: 'city', ended_on: '2026-01-01' },
  ] as Region[]
  expect(parentsFor(county!, [province!, city!, county!, other!, ended!]).map((it) => it.code)).toEqual(['42', '4202'])
})
