// @tus/server with its file store, as its README starts it: the reference that resumable uploads stand beside.
import { FileStore } from '@tus/file-store'
import { Server } from '@tus/server'

const datastore = new FileStore({ directory: process.env.BENCH_FOLDER })
const server = new Server({ path: '/files', relativeLocation: true, datastore })
server.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
