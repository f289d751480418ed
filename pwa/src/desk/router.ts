/** Routes of /desk/, each screen loaded on demand. A menu item exists only where its page does. */
import type { Pinia } from 'pinia'
import { createRouter, createWebHistory, type RouteLocationNormalized, type Router, type RouteRecordRaw } from 'vue-router'
import { useSession } from './stores/session'

const routes: RouteRecordRaw[] = [
  { path: '/login', name: 'login', component: () => import('./screens/Login.vue'), meta: { open: true } },
  { path: '/', name: 'map', component: () => import('./screens/Situation.vue') },
  { path: '/visits', name: 'visits', component: () => import('./screens/Visits.vue') },
  { path: '/visits/:id', name: 'visit', component: () => import('./screens/Visit.vue'), props: true },
  { path: '/alerts', name: 'alerts', component: () => import('./screens/Alerts.vue') },
  { path: '/plan', name: 'plan', component: () => import('./screens/Plan.vue') },
  { path: '/plan/new', name: 'plan-new', component: () => import('./screens/TaskNew.vue') },
  { path: '/plan/:id', name: 'task', component: () => import('./screens/TaskPage.vue'), props: true },
  { path: '/approvals', name: 'approvals', component: () => import('./screens/Approvals.vue') },
  { path: '/enterprises', name: 'enterprises', component: () => import('./screens/Enterprises.vue') },
  { path: '/enterprises/:id', name: 'enterprise', component: () => import('./screens/EnterprisePage.vue'), props: true },
  { path: '/inbox', name: 'inbox', component: () => import('./screens/Inbox.vue') },
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
  if (to.meta.open || session.belongsHere) return true
  return { name: 'login', query: to.path === '/' ? {} : { next: to.fullPath } }
}
