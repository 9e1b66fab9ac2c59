import type { CSSProperties, JSX } from 'preact';
import { hueOf, sealOf } from '../people/hue.ts';

/** A name's first character, cut like a name seal, in the person's colour. */
export function Seal(props: {
  userId: string;
  name: string;
  large?: boolean;
  here?: boolean;
}): JSX.Element {
  const { userId, name, large = false, here } = props;
  return (
    <span class={large ? 'seal seal-l' : 'seal'} style={hue(userId)} aria-hidden="true">
      {sealOf(name)}
      {here === undefined ? null : <span class={here ? 'pres on' : 'pres off'} />}
    </span>
  );
}

/**
 * The person's hue, for names and seals: through the DOM, since the policy allows no style in
 * markup.
 */
export function hue(userId: string): CSSProperties {
  return { '--h': hueOf(userId) } as CSSProperties;
}
