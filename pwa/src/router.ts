import { createRouter, createWebHistory } from 'vue-router'
import { useSession } from './stores/session'

declare module 'vue-router' {
  interface RouteMeta {
    open?: boolean
    role?: 'officer' | 'supervisor'
  }
}

const officer = { role: 'officer' } as const
const supervisor = { role: 'supervisor' } as const

export const router = createRouter({
  history: createWebHistory('/app/'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', redirect: '/today' },
    { path: '/login', component: () => import('./screens/shared/Login.vue'), meta: { open: true } },
    { path: '/today', component: () => import('./screens/officer/Today.vue'), meta: officer },
    { path: '/tasks/:id', component: () => import('./screens/officer/TaskDetail.vue'), props: true, meta: officer },
    { path: '/visits/:id/code', component: () => import('./screens/officer/ShowCode.vue'), props: true, meta: officer },
    { path: '/visits/:id/scan', component: () => import('./screens/officer/ScanEnterprise.vue'), props: true, meta: officer },
    { path: '/visits/:id/check-in', component: () => import('./screens/officer/CheckIn.vue'), props: true, meta: officer },
    { path: '/visits/:id/partner', component: () => import('./screens/officer/ScanPartner.vue'), props: true, meta: officer },
    { path: '/visits/:id/notice', component: () => import('./screens/officer/GiveNotice.vue'), props: true, meta: officer },
    { path: '/visits/:id/record', component: () => import('./screens/officer/Record.vue'), props: true, meta: officer },
    { path: '/visits/:id/photo', component: () => import('./screens/shared/Photo.vue'), props: true },
    { path: '/visits/:id/result', component: () => import('./screens/officer/Result.vue'), props: true, meta: officer },
    { path: '/visits/:id/check-out', component: () => import('./screens/officer/CheckOut.vue'), props: true, meta: officer },
    { path: '/scan', component: () => import('./screens/officer/ScanToBegin.vue'), meta: officer },
    { path: '/outbox', component: () => import('./screens/shared/Outbox.vue') },
    { path: '/me', component: () => import('./screens/shared/Me.vue') },
    { path: '/observations', component: () => import('./screens/supervisor/Observations.vue'), meta: supervisor },
    { path: '/observations/:id', component: () => import('./screens/supervisor/Observe.vue'), props: true, meta: supervisor },
    { path: '/:rest(.*)', redirect: '/today' },
  ],
})

router.beforeEach((to) => {
  const { person } = useSession()
  if (to.meta.open) return true
  if (person === null) return { path: '/login', query: { next: to.fullPath } }
  if (to.meta.role === undefined || to.meta.role === person.role) return true
  return person.role === 'supervisor' ? '/observations' : '/today'
})
