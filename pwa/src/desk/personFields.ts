/** The forms of the register of people, told as data. */
import type { Person } from './asks/registers'
import type { Field, Values } from './form'
import type { Role } from './types'

type Say = (key: string) => string
export const ROLES: Role[] = ['officer', 'assistant', 'reviewer', 'supervisor', 'expert', 'department', 'head', 'bureau', 'admin', 'maintenance']
export const roleChoices = (t: Say) => ROLES.map((value) => ({ value, label: t(`role.${value}`) }))

/** What is told of somebody; a new person also gets a role. */
export function personFields(t: Say, fresh: boolean): Field[] {
  const role: Field[] = fresh ? [{ name: 'role', label: t('reg.role'), kind: 'choice', options: roleChoices(t), required: true, half: true }] : []
  return [
    { name: 'name', label: t('reg.fieldsOf.person.name'), required: true, half: true, max: 40 },
    { name: 'number', label: t('reg.fields.number'), half: true, nullable: true, max: 40 },
    { name: 'organ_id', label: t('reg.fields.organ_id'), kind: 'organ', required: true },
    ...role,
    { name: 'post', label: t('reg.fields.post'), half: true, max: 40 },
    { name: 'login', label: t('reg.fields.login'), half: true, nullable: true, max: 64, hint: t('org.person.loginHint') },
    { name: 'qualification', label: t('reg.fields.qualification'), half: true, max: 80 },
    { name: 'employer', label: t('reg.fields.employer'), half: true, max: 80 },
    { name: 'term_from', label: t('reg.fields.term_from'), kind: 'date', half: true },
    { name: 'term_to', label: t('reg.fields.term_to'), kind: 'date', half: true },
  ]
}

export function personValues(it: Person): Values {
  return {
    name: it.name, number: it.number ?? '', organ_id: { id: it.organ.id, name: it.organ.name }, post: it.post, login: it.login ?? '',
    qualification: it.qualification, employer: it.employer, term_from: it.term_from ?? '', term_to: it.term_to ?? '',
  }
}
