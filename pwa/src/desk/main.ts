import { createPinia } from 'pinia'
import { createApp } from 'vue'
import '../ui/tokens.css'
import 'element-plus/es/components/base/style/css'
import '../ui/element.css'
import './desk.css'
import './print.css'
import App from './App.vue'
import { i18n } from './i18n'
import { makeRouter } from './router'

const pinia = createPinia()
createApp(App).use(pinia).use(i18n).use(makeRouter(pinia)).mount('#desk')
