import { useEffect, useState } from 'react'
import { told } from '../i18n/told.ts'
import { usePrefs } from '../lib/prefs.ts'

/** A sentence of the hub in the language of this browser; as the hub said it until those words have come. */
export function Told({ text }: { readonly text: string }) {
  const { lang } = usePrefs()
  const [said, setSaid] = useState(text)
  // The words come from the server, with the first sentence that needs them.
  useEffect(() => {
    let gone = false
    void told(text).then((found) => gone || setSaid(found))
    return () => {
      gone = true
    }
  }, [text, lang])
  return <>{said}</>
}
