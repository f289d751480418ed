/** The form of an inspection item, and what it sends. */
import type { Item } from './asks/publishing'
import type { Field, Given, Wired } from './form'

type Say = (key: string, facts?: Record<string, unknown>) => string
const RECORDINGS = ['none', 'photo', 'audio', 'process', 'whole', 'uninterrupted']
export const PERIODS = ['year', 'quarter', 'month', 'week']

/** With `organ` the organ is asked for: a bureau writes the items of many. */
export function itemFields(t: Say, ask: { organ: boolean; published: boolean }): Field[] {
  const words = (group: string, values: string[]) => values.map((value) => ({ value, label: t(`pub.items.${group}.${value}`) }))
  return [
    ...(ask.organ ? [{ name: 'organ_id', label: t('pub.items.organ'), kind: 'organ' as const, required: true }] : []),
    ...(ask.published ? [] : [{ name: 'code', label: t('pub.items.code'), required: true, max: 40, half: true }]),
    { name: 'field', label: t('pub.items.field'), max: 100, half: true },
    { name: 'name', label: t('pub.items.name'), required: true },
    { name: 'name_en', label: t('pub.items.nameEn'), max: 300 },
    { name: 'basis', label: t('pub.items.basis'), kind: 'area', required: true, max: 1000, hint: t('pub.items.basisHint') },
    { name: 'checklist', label: t('pub.items.checklist'), kind: 'area', max: 20_000, hint: t('pub.items.checklistHint') },
    { name: 'in_force_from', label: t('pub.items.from'), kind: 'date', required: true, half: true },
    { name: 'in_force_to', label: t('pub.items.to'), kind: 'date', half: true },
    { name: 'cap_most', label: t('pub.items.most'), kind: 'number', half: true },
    { name: 'cap_period', label: t('pub.items.period'), kind: 'choice', options: words('periods', PERIODS), half: true },
    { name: 'recording', label: t('pub.items.recording'), kind: 'choice', options: words('recordings', RECORDINGS), required: true, half: true },
    { name: 'repealed_on', label: t('pub.items.repealed'), kind: 'date', half: true },
    { name: 'source_organ_id', label: t('pub.items.source'), kind: 'organ' },
    { name: 'draw', label: t('pub.items.draw'), kind: 'yes' },
    { name: 'legal_review', label: t('pub.items.review'), kind: 'yes' },
  ]
}

export function givenItem(item: Item | null, today: string): Given {
  if (!item) return { recording: 'process', in_force_from: today }
  const { organ, source_organ, cap, ...plain } = item
  return {
    ...plain, organ_id: { id: organ.id, name: organ.name }, cap_most: cap?.most ?? '', cap_period: cap?.period ?? '',
    source_organ_id: source_organ && { id: source_organ.id, name: source_organ.name },
  }
}

/** As the server takes them: most and period are one cap, or none. */
export function sentItem(values: Record<string, Wired>): Record<string, unknown> {
  const { cap_most, cap_period, ...rest } = values
  return { ...rest, cap: cap_most === null || !cap_period ? null : { most: cap_most, period: cap_period } }
}
