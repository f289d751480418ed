import { expect, test } from 'vitest'
import cases from '../../../tests/unit/policy/cases.json'
import { isWorkday, termOf } from './workdays'

const YEARS = { 2026: { off: ['2026-05-01', '2026-05-04', '2026-05-05'], worked: ['2026-05-09'] } }

test('a holiday is none, a worked Saturday is one, a year without a table is Monday to Friday', () => {
  expect(['2026-05-01', '2026-05-02', '2026-05-09', '2026-05-06', '2027-01-01'].map((day) => isWorkday(day, YEARS))).toEqual([false, false, true, true, true])
})

test('the day of the event is not counted, the holidays are passed over', () => {
  expect(termOf('2026-04-30', 5, YEARS)).toEqual({ day: '2026-05-11', provisional: false })
  expect(termOf('2026-12-30', 5, YEARS)).toEqual({ day: '2027-01-06', provisional: true })
})

test.each(cases['B-04'])('$days working days from $from end on $last, as the server reckons (B-04)', ({ from, days, last, provisional }) => {
  expect(termOf(from, days, cases.holidays)).toEqual({ day: last, provisional })
})
