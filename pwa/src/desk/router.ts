/** Routes of /desk/, each screen loaded on demand. A menu item exists only where its page does. */
import type { Pinia } from 'pinia'
import { createRouter, createWebHistory, type RouteLocationNormalized, type Router, type RouteRecordRaw } from 'vue-router'
import { homeOf } from './doors'
import { useSession } from './stores/session'

const routes: RouteRecordRaw[] = [
  { path: '/login', name: 'login', component: () => import('./screens/Login.vue'), meta: { open: true } },
  { path: '/', name: 'map', component: () => import('./screens/Situation.vue') },
  { path: '/visits', name: 'visits', component: () => import('./screens/Visits.vue') },
  { path: '/visits/:id', name: 'visit', component: () => import('./screens/Visit.vue'), props: true },
  { path: '/alerts', name: 'alerts', component: () => import('./screens/Alerts.vue') },
  { path: '/clues', name: 'clues', component: () => import('./screens/Clues.vue') },
  { path: '/observations', name: 'sheets', component: () => import('./screens/Sheets.vue') },
  { path: '/observations/:id', name: 'sheet', component: () => import('./screens/SheetPage.vue'), props: true },
  { path: '/clues/:id', name: 'clue', component: () => import('./screens/CluePage.vue'), props: true },
  { path: '/plan', name: 'plan', component: () => import('./screens/Plan.vue') },
  { path: '/planner', name: 'planner', component: () => import('./screens/Planner.vue') },
  { path: '/plan/new', name: 'plan-new', component: () => import('./screens/TaskNew.vue') },
  { path: '/plan/:id', name: 'task', component: () => import('./screens/TaskPage.vue'), props: true },
  { path: '/plans', name: 'yearplans', component: () => import('./screens/Plans.vue') },
  { path: '/plans/new', name: 'yearplan-new', component: () => import('./screens/PlanForm.vue') },
  { path: '/plans/:id', name: 'yearplan', component: () => import('./screens/PlanPage.vue'), props: true },
  { path: '/plans/:id/edit', name: 'yearplan-edit', component: () => import('./screens/PlanForm.vue'), props: true },
  { path: '/draws', name: 'draws', component: () => import('./screens/Draws.vue') },
  { path: '/draws/new', name: 'draw-new', component: () => import('./screens/DrawNew.vue') },
  { path: '/draws/:id', name: 'draw', component: () => import('./screens/DrawPage.vue'), props: true },
  { path: '/approvals', name: 'approvals', component: () => import('./screens/Approvals.vue') },
  { path: '/enterprises', name: 'enterprises', component: () => import('./screens/Enterprises.vue') },
  { path: '/enterprises/:id', name: 'enterprise', component: () => import('./screens/EnterprisePage.vue'), props: true },
  { path: '/whitelist', name: 'whitelist', component: () => import('./screens/Whitelist.vue') },
  { path: '/organs', name: 'organs', component: () => import('./screens/Organs.vue') },
  { path: '/organs/:id', name: 'organ', component: () => import('./screens/OrganPage.vue'), props: true },
  { path: '/people', name: 'people', component: () => import('./screens/People.vue') },
  { path: '/people/:id', name: 'person', component: () => import('./screens/PersonPage.vue'), props: true },
  { path: '/cards', name: 'cards', component: () => import('./screens/Cards.vue') },
  { path: '/cards/:id', name: 'card', component: () => import('./screens/CardPage.vue'), props: true },
  { path: '/teams', name: 'teams', component: () => import('./screens/Teams.vue') },
  { path: '/hours', name: 'hours', component: () => import('./screens/Hours.vue') },
  { path: '/imports', name: 'imports', component: () => import('./screens/Imports.vue') },
  { path: '/imports/:id', name: 'import', component: () => import('./screens/ImportPage.vue'), props: true },
  { path: '/requests', name: 'requests', component: () => import('./screens/Requests.vue') },
  { path: '/audit', name: 'audit', component: () => import('./screens/Audit.vue') },
  { path: '/access', name: 'access', component: () => import('./screens/Access.vue') },
  { path: '/items', name: 'items', component: () => import('./screens/Items.vue') },
  { path: '/lists', name: 'lists', component: () => import('./screens/Lists.vue') },
  { path: '/lists/:kind', name: 'list', component: () => import('./screens/ListPage.vue'), props: true },
  { path: '/rule-sets', name: 'rule-sets', component: () => import('./screens/RuleSets.vue') },
  { path: '/rule-sets/replays', name: 'replays', component: () => import('./screens/Replays.vue') },
  { path: '/rule-sets/replays/:id', name: 'replay', component: () => import('./screens/ReplayPage.vue'), props: true },
  { path: '/rule-sets/new', name: 'rule-set-new', component: () => import('./screens/RuleSetNew.vue') },
  { path: '/inbox', name: 'inbox', component: () => import('./screens/Inbox.vue') },
  { path: '/first/password', name: 'first-password', component: () => import('./screens/FirstPassword.vue'), meta: { first: true } },
  { path: '/first/notice', name: 'first-notice', component: () => import('./screens/FirstNotice.vue'), meta: { first: true } },
  { path: '/me', name: 'me', component: () => import('./screens/Me.vue') },
  { path: '/me/notice', name: 'notice', component: () => import('./screens/Notice.vue') },
  { path: '/setup', name: 'setup', component: () => import('./screens/Setup.vue') },
  { path: '/:rest(.*)*', name: 'unknown', component: () => import('./screens/Unknown.vue') },
]

export function makeRouter(pinia: Pinia): Router {
  const router = createRouter({ history: createWebHistory('/desk/'), routes })
  router.beforeEach((to) => admit(pinia, to))
  return router
}

/** Nobody, or somebody whose work is on the phone, sees the sign-in page and then what they asked for. */
async function admit(pinia: Pinia, to: RouteLocationNormalized) {
  const session = useSession(pinia)
  await session.restore()
  if (to.meta.open) return true
  if (session.belongsHere) return inTurn(session, to)
  return { name: 'login', query: to.path === '/' ? {} : { next: to.fullPath } }
}

/** The region in which the first administrator stands while there is no bureau: its map would be an empty world. */
const NOT_FOUNDED = 'setup'

/** A password of one's own and the privacy notice come before anything else, in this order, and lead on from there. */
function inTurn(session: ReturnType<typeof useSession>, to: RouteLocationNormalized) {
  const step = session.mustChangePassword ? 'first-password' : session.noticeDue ? 'first-notice' : null
  if (step === to.name) return true
  const next = typeof to.query.next === 'string' ? to.query.next : '/'
  if (step !== null) return { name: step, query: { next: to.meta.first ? next : to.fullPath } }
  if (to.meta.first) return next
  if (to.name !== 'map') return true
  return session.person?.region?.code === NOT_FOUNDED ? { name: 'setup' } : homeOf(session.person?.role)
}
