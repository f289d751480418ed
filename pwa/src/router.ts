import { createRouter, createWebHistory } from 'vue-router'
import { useLock } from './stores/lock'
import { useRecording } from './stores/recording'
import { useSession } from './stores/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** For everybody, also while the phone is locked. */
    open?: boolean
    /** A step between sign-in and the first screen. */
    first?: boolean
    role?: 'officer' | 'supervisor'
  }
}

const officer = { role: 'officer' } as const
const supervisor = { role: 'supervisor' } as const
const first = { first: true } as const

export const router = createRouter({
  history: createWebHistory('/app/'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', redirect: '/today' },
    { path: '/login', component: () => import('./screens/shared/Login.vue'), meta: { open: true } },
    { path: '/first/password', component: () => import('./screens/shared/FirstPassword.vue'), meta: first },
    { path: '/first/notice', component: () => import('./screens/shared/FirstNotice.vue'), meta: first },
    { path: '/first/pin', component: () => import('./screens/shared/FirstPin.vue'), meta: first },
    { path: '/join', component: () => import('./screens/supervisor/Join.vue'), meta: { open: true } },
    { path: '/today', component: () => import('./screens/officer/Today.vue'), meta: officer },
    { path: '/follow-ups', component: () => import('./screens/officer/FollowUps.vue'), meta: officer },
    { path: '/tasks/:id', component: () => import('./screens/officer/TaskDetail.vue'), props: true, meta: officer },
    { path: '/visits/:id/prepare', component: () => import('./screens/officer/Prepare.vue'), props: true, meta: officer },
    { path: '/visits/:id/code', component: () => import('./screens/officer/ShowCode.vue'), props: true, meta: officer },
    { path: '/visits/:id/scan', component: () => import('./screens/officer/ScanEnterprise.vue'), props: true, meta: officer },
    { path: '/visits/:id/check-in', component: () => import('./screens/officer/CheckIn.vue'), props: true, meta: officer },
    { path: '/visits/:id/partner', component: () => import('./screens/officer/ScanPartner.vue'), props: true, meta: officer },
    { path: '/visits/:id/along', component: () => import('./screens/officer/WhoCameAlong.vue'), props: true, meta: officer },
    { path: '/visits/:id/recusal', component: () => import('./screens/officer/AskRecusal.vue'), props: true, meta: officer },
    { path: '/visits/:id/said', component: () => import('./screens/officer/Said.vue'), props: true, meta: officer },
    { path: '/visits/:id/notice', component: () => import('./screens/officer/GiveNotice.vue'), props: true, meta: officer },
    { path: '/visits/:id/record', component: () => import('./screens/officer/Record.vue'), props: true, meta: officer },
    { path: '/visits/:id/photo', component: () => import('./screens/shared/Photo.vue'), props: true },
    { path: '/visits/:id/checklist', component: () => import('./screens/officer/Checklist.vue'), props: true, meta: officer },
    { path: '/visits/:id/write', component: () => import('./screens/officer/WriteRecord.vue'), props: true, meta: officer },
    { path: '/visits/:id/sign', component: () => import('./screens/officer/SignRecord.vue'), props: true, meta: officer },
    { path: '/visits/:id/result', component: () => import('./screens/officer/Result.vue'), props: true, meta: officer },
    { path: '/visits/:id/codeless', component: () => import('./screens/officer/WhyNoCode.vue'), props: true, meta: officer },
    { path: '/visits/:id/ground', component: () => import('./screens/officer/StateGround.vue'), props: true, meta: officer },
    { path: '/visits/:id/early', component: () => import('./screens/officer/EndEarly.vue'), props: true, meta: officer },
    { path: '/visits/:id/check-out', component: () => import('./screens/officer/CheckOut.vue'), props: true, meta: officer },
    { path: '/scan', component: () => import('./screens/officer/ScanToBegin.vue'), meta: officer },
    { path: '/outbox', component: () => import('./screens/shared/Outbox.vue') },
    { path: '/me', component: () => import('./screens/shared/Me.vue') },
    { path: '/me/sign-in', component: () => import('./screens/shared/SignIn.vue') },
    { path: '/me/password', component: () => import('./screens/shared/Password.vue') },
    { path: '/me/pin', component: () => import('./screens/shared/ChangePin.vue'), meta: officer },
    { path: '/me/notice', component: () => import('./screens/shared/Notice.vue') },
    { path: '/me/data', component: () => import('./screens/shared/MyData.vue') },
    { path: '/observations', component: () => import('./screens/supervisor/Observations.vue'), meta: supervisor },
    { path: '/observations/:id', component: () => import('./screens/supervisor/Observe.vue'), props: true, meta: supervisor },
    { path: '/invitations', component: () => import('./screens/supervisor/Invitations.vue'), meta: supervisor },
    { path: '/clues', component: () => import('./screens/supervisor/Clues.vue'), meta: supervisor },
    { path: '/clues/told/:id', component: () => import('./screens/supervisor/ClueResult.vue'), props: true, meta: supervisor },
    { path: '/clues/:id', component: () => import('./screens/supervisor/RaiseClue.vue'), props: true, meta: supervisor },
    { path: '/:rest(.*)', redirect: '/today' },
  ],
})

/** A running recording can always be reached and ended, whoever the phone knows. */
const records = (path: string): boolean => useRecording().busy && path === `/visits/${useRecording().visit ?? ''}/record`

function firstStep(): string | null {
  const { mustChangePassword, noticeDue } = useSession()
  if (mustChangePassword) return '/first/password'
  if (noticeDue) return '/first/notice'
  return useLock().unset ? '/first/pin' : null
}

router.beforeEach((to) => {
  const { person } = useSession()
  if (to.meta.open || records(to.path)) return true
  if (person === null) return { path: '/login', query: { next: to.fullPath } }
  const step = firstStep()
  if (step === to.path) return true
  if (step !== null) return { path: step, query: { next: to.meta.first ? to.query.next : to.fullPath } }
  if (to.meta.first) return typeof to.query.next === 'string' ? to.query.next : '/'
  if (to.meta.role === undefined || to.meta.role === person.role) return true
  return person.role === 'supervisor' ? '/observations' : '/today'
})
