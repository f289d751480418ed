import type { Visit } from './facts'

/** Words for visits, and what follows from them (B-23, B-24). */
const INSPECTIONS = ['daily', 'case', 'special', 'followup']
const NON_INSPECTIONS = ['noninspection_service', 'noninspection_survey', 'noninspection_liaison', 'supervision']
const TRIGGERS = ['plan', 'draw', 'complaint', 'hotline_12345', 'transfer', 'assignment', 'monitoring', 'enterprise_request', 'licence', 'deadline', 'emergency', 'superior', 'media']

/** An unknown kind is taken for an inspection until somebody decides. */
export const isInspection = (visit: Visit): boolean => !NON_INSPECTIONS.includes(visit.kind)

export const isUnderstood = (visit: Visit): boolean => [...INSPECTIONS, ...NON_INSPECTIONS].includes(visit.kind) && TRIGGERS.includes(visit.trigger)
