/** The choices of a plan, in the words of B-23, B-26 and B-40, and which decision is whose. */
import type { Role, Task } from './types'

/** A follow-up begins at the visit that it follows (B-32), so it is none of these. */
export const KINDS = ['daily', 'case', 'special', 'noninspection_service', 'noninspection_survey', 'noninspection_liaison'] as const
/** Those that look at items; a survey, a service or a liaison visit does not (B-24). */
export const INSPECTIONS: readonly string[] = ['daily', 'case', 'special', 'followup']
export const TRIGGERS = ['plan', 'draw', 'complaint', 'hotline_12345', 'transfer', 'assignment', 'monitoring', 'enterprise_request', 'licence', 'deadline', 'emergency', 'superior', 'media'] as const

/** The origin that goes with a ground: the quiet period asks for the ground, the cap for the origin. */
export const TRIGGER_OF_GROUND: Record<string, string> = {
  superior: 'superior', emergency: 'emergency', complaint: 'complaint', licence: 'licence', statutory_deadline: 'deadline',
  safety_field: 'monitoring', tax_risk: 'monitoring', case: 'assignment',
}

/** Refusals that a listed ground can lift. */
const LIFTED_BY_GROUND = ['planning.quiet_period', 'planning.cap_reached', 'planning.whitelisted', 'planning.evidence_missing']
export const canBeExempt = (code: string) => LIFTED_BY_GROUND.includes(code)

/** Whether this role gives the yes that the task waits for; whose it is, the server says by its rules (B-40, B-41). */
export const decides = (role: Role | undefined, task: Pick<Task, 'decider'>): boolean =>
  task.decider !== null && role === (task.decider === 'bureau' ? 'bureau' : 'head')
