/** The rail's doors: where each leads, and what one must be allowed to find it there. */
import type { IconName } from '../ui/icons'
import type { Role } from './types'

export interface Door {
  /** Route name. */
  to: string
  icon: IconName
  /** Message key. */
  words: string
  /** Other routes that belong behind this door. */
  also?: string[]
  /** The action without which nobody has anything to do behind it. */
  action: string
}
export interface DoorGroup {
  name: 'work' | 'register' | 'manage'
  doors: Door[]
}

export const DOORS: DoorGroup[] = [
  {
    name: 'work',
    doors: [
      { to: 'map', icon: 'map', words: 'nav.map', action: 'map.see' },
      { to: 'visits', icon: 'list', words: 'nav.visits', also: ['visit'], action: 'visit.see' },
      { to: 'alerts', icon: 'bell', words: 'nav.alerts', action: 'alert.see' },
      { to: 'clues', icon: 'flag', words: 'nav.clues', also: ['clue'], action: 'clue.see' },
      { to: 'sheets', icon: 'eye', words: 'sheet.title', also: ['sheet'], action: 'observation.see' },
      { to: 'plan', icon: 'calendar', words: 'nav.plan', also: ['plan-new', 'planner', 'task'], action: 'task.see' },
      { to: 'yearplans', icon: 'items', words: 'yearplan.title', also: ['yearplan', 'yearplan-new', 'yearplan-edit'], action: 'plan.see' },
      { to: 'draws', icon: 'dice', words: 'nav.draws', also: ['draw', 'draw-new'], action: 'draw.see' },
      { to: 'approvals', icon: 'stamp', words: 'nav.approvals', action: 'task.decide' },
      { to: 'inbox', icon: 'mail', words: 'nav.inbox', action: 'inbox.see' },
    ],
  },
  {
    name: 'register',
    doors: [
      { to: 'enterprises', icon: 'building', words: 'nav.enterprises', also: ['enterprise'], action: 'enterprise.see' },
      { to: 'whitelist', icon: 'shield', words: 'peace.title', action: 'whitelist.see' },
      { to: 'organs', icon: 'organs', words: 'nav.organs', also: ['organ'], action: 'organ.list' },
      { to: 'people', icon: 'people', words: 'nav.people', also: ['person'], action: 'person.see' },
      { to: 'cards', icon: 'card', words: 'nav.cards', also: ['card'], action: 'card.see' },
      { to: 'teams', icon: 'team', words: 'nav.teams', action: 'team.see' },
      { to: 'hours', icon: 'clock', words: 'nav.hours', action: 'hours.see' },
      { to: 'items', icon: 'items', words: 'pub.nav.items', action: 'item.list' },
      { to: 'imports', icon: 'table', words: 'nav.imports', also: ['import'], action: 'import.see' },
    ],
  },
  {
    name: 'manage',
    doors: [
      { to: 'setup', icon: 'ok', words: 'setup.title', action: 'setup.see' },
      { to: 'lists', icon: 'publish', words: 'pub.nav.lists', also: ['list'], action: 'list.see' },
      { to: 'rule-sets', icon: 'rules', words: 'pub.nav.rules', also: ['rule-set-new', 'replays', 'replay'], action: 'ruleset.see' },
      { to: 'requests', icon: 'two', words: 'nav.requests', action: 'approval.see' },
      { to: 'audit', icon: 'eye', words: 'nav.audit', action: 'audit.see' },
      { to: 'access', icon: 'shield', words: 'nav.access', action: 'access.see' },
    ],
  },
]

const HOME: Partial<Record<Role, string>> = { admin: 'people', maintenance: 'me' }
/** Where somebody's work begins; true for the map, where most begin. */
export const homeOf = (role: Role | undefined) => (role && HOME[role] ? { name: HOME[role] } : true)

/** Forms behind a door that is open to people who may only look: what they ask for, and the words they go by. */
const STRICTER: Record<string, Pick<Door, 'action' | 'words'>> = {
  'draw-new': { action: 'draw.make', words: 'draw.make' },
  planner: { action: 'planner.see', words: 'planner.title' },
  'yearplan-new': { action: 'plan.write', words: 'yearplan.make' },
  'yearplan-edit': { action: 'plan.write', words: 'yearplan.form.edit' },
  'plan-new': { action: 'task.plan', words: 'plan.form.title' },
  'rule-set-new': { action: 'ruleset.propose', words: 'pub.rules.propose' },
  replays: { action: 'ruleset.replay', words: 'ruleset.trials' },
  replay: { action: 'ruleset.replay', words: 'ruleset.trials' },
}

/** The door behind which a route lies, with what this very page asks for; none for pages that are everybody's. */
export function doorOf(route: string): Door | undefined {
  const door = DOORS.flatMap((group) => group.doors).find((it) => it.to === route || it.also?.includes(route))
  return door && { ...door, ...STRICTER[route] }
}
