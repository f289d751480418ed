import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { i18n } from './i18n'
import { router } from './router'
import { useLock } from './stores/lock'
import { useRecording } from './stores/recording'
import { useSession } from './stores/session'
import { useSync } from './stores/sync'
import { useUpdate } from './stores/update'
import './ui/theme'

/** The database first, then the screens: a known person starts without network. */
async function begin(): Promise<void> {
  const app = createApp(App).use(createPinia()).use(i18n)
  await useSession().load()
  await useLock().look()
  app.use(router).mount('#app')
  useLock().run()
  useSync().run()
  useUpdate().register()
  await useRecording().recoverLeftovers()
}

void begin()
