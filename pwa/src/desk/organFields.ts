/** The forms of the register of organs and regions, told as data. */
import type { Organ, OrganKind, RegionLevel } from './asks/registers'
import type { Field, Values } from './form'

type Say = (key: string) => string
export const ORGAN_KINDS: OrganKind[] = ['administrative', 'authorised', 'entrusted', 'bureau', 'supervision_office']
export const REVIEW_STATES = ['unreviewed', 'confirmed', 'adjusted', 'withdrawn']
export const LEVELS: RegionLevel[] = ['province', 'city', 'county', 'town', 'special']
const worded = (t: Say, group: string, values: readonly string[]) => values.map((value) => ({ value, label: t(`org.${group}.${value}`) }))
export const organKinds = (t: Say) => worded(t, 'kind', ORGAN_KINDS)

export function organFields(t: Say, regions: { value: string; label: string }[] | null): Field[] {
  const where: Field[] = regions ? [{ name: 'region_code', label: t('reg.region'), kind: 'choice', options: regions, required: true, half: true }] : []
  return [
    { name: 'name', label: t('reg.fields.name'), required: true, max: 80 },
    { name: 'name_en', label: t('reg.fields.name_en'), max: 160 },
    { name: 'code', label: t('reg.fields.code'), required: true, half: true, max: 40 },
    { name: 'kind', label: t('reg.kind'), kind: 'choice', options: organKinds(t), required: true, half: true },
    ...where,
    { name: 'published_on', label: t('reg.fields.published_on'), kind: 'date', half: true },
    { name: 'review_state', label: t('reg.fields.review_state'), kind: 'choice', options: worded(t, 'review', REVIEW_STATES), required: true, half: true },
    { name: 'legal_category', label: t('reg.fields.legal_category'), half: true, max: 40 },
    { name: 'field', label: t('reg.fields.field'), half: true, max: 60 },
    { name: 'basis', label: t('reg.fields.basis'), kind: 'area', max: 1000 },
    { name: 'scope', label: t('reg.fields.scope'), kind: 'area', max: 1000 },
    { name: 'supervising_organ_id', label: t('reg.fields.supervising_organ_id'), kind: 'organ' },
    { name: 'superior_name', label: t('reg.fields.superior_name'), half: true, max: 80 },
    { name: 'vertical', label: t('org.organs.vertical'), kind: 'yes' },
  ]
}

export function organValues(it: Organ): Values {
  const { name, code, kind, review_state, legal_category, field, basis, scope, superior_name, vertical } = it
  return {
    name, code, kind, review_state, legal_category, field, basis, scope, superior_name, vertical, name_en: it.name_en ?? '',
    published_on: it.published_on ?? '', supervising_organ_id: it.supervising_organ && { id: it.supervising_organ.id, name: it.supervising_organ.name },
  }
}

/** A new region stands below another and takes what is left out from it. */
export function regionFields(t: Say, regions: { value: string; label: string }[] | null): Field[] {
  const fresh: Field[] = regions ? [
    { name: 'parent_code', label: t('reg.fields.parent_code'), kind: 'choice', options: regions, required: true },
    { name: 'code', label: t('reg.fields.code'), required: true, half: true, max: 24 },
  ] : []
  return [
    ...fresh,
    { name: 'level', label: t('reg.fields.level'), kind: 'choice', options: worded(t, 'level', LEVELS), required: true, half: true },
    { name: 'name', label: t('reg.fields.name'), required: true, max: 60 },
    { name: 'name_en', label: t('reg.fields.name_en'), max: 120 },
  ]
}
