import type { JSX } from 'preact';
import { Icon } from '../parts/Icon.tsx';
import { status } from './status.ts';

/** Always there, so that the composer and what is read stay where they are, whatever it says. */
export function StatusLine(): JSX.Element {
  const said = status.value;
  const urgent = said?.kind === 'bad' || said?.kind === 'warn';
  return (
    <div class={`status row3 ${said?.kind ?? ''}`} role={urgent ? 'alert' : 'status'}>
      <span class="l" />
      <span class="m">
        {said?.working ? (
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
        ) : null}
        {said?.icon === undefined ? null : <Icon name={said.icon} small />}
        {said?.progress === undefined ? null : (
          <progress class="progress" value={said.progress} aria-hidden="true" />
        )}
        {said === undefined ? null : (
          <span aria-hidden={said.spoken === undefined ? undefined : true}>{said.text}</span>
        )}
        {said?.spoken === undefined ? null : <span class="sr">{said.spoken}</span>}
        {said?.acts?.map(({ label, act }) => (
          <button key={label} type="button" onClick={act}>
            {label}
          </button>
        ))}
      </span>
      <span />
    </div>
  );
}
