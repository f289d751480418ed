import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'

/** An address for each picture, as long as the screen shows it. */
export function useObjectUrls(pictures: Readonly<ShallowRef<readonly Blob[]>>): Readonly<ShallowRef<readonly string[]>> {
  const urls = shallowRef<readonly string[]>([])
  const release = (): void => urls.value.forEach((each) => URL.revokeObjectURL(each))
  watch(pictures, (now) => {
    release()
    urls.value = now.map((each) => URL.createObjectURL(each))
  }, { immediate: true })
  onScopeDispose(release)
  return urls
}
