import { useState } from 'react'
import type { Instruction } from '../api/types.ts'
import { Icon, type IconName } from './icon.tsx'

type PictureProps = { readonly instruction: number; readonly alt: string; readonly instead?: IconName }

/** The picture that came out; a shape where there is none that the hub can reach. */
export function Picture({ instruction, alt, instead = 'outputs' }: PictureProps) {
  const [missing, setMissing] = useState(false)
  return (
    <span className="thumb">
      {missing ? (
        <Icon name={instead} size={18} />
      ) : (
        <img
          src={`/api/instructions/${instruction}/picture`}
          alt={alt}
          loading="lazy"
          onError={() => setMissing(true)}
        />
      )}
    </span>
  )
}

/** The same for an instruction that need not have one yet. */
export function Thumb({ instruction: { id, status } }: { readonly instruction: Instruction }) {
  if (status === 'completed') return <Picture key={id} instruction={id} alt="" />
  return (
    <span className="thumb" aria-hidden="true">
      <Icon name={status} size={18} />
    </span>
  )
}
