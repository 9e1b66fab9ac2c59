import type { ComponentChildren, JSX } from 'preact';
import { aside, phone } from '../state/panels.ts';
import { t } from '../text/index.ts';
import { Icon } from './Icon.tsx';

/** What stands beside the room; on a phone it takes the room's place, and is the main part then. */
export function Wall(props: {
  title: string;
  tally: string;
  children: ComponentChildren;
}): JSX.Element {
  const [Part, Title] = phone.value ? (['main', 'h1'] as const) : (['aside', 'h2'] as const);
  return (
    <Part class="aside open wall" aria-label={props.title}>
      <header>
        <Title>{props.title}</Title>
        <span class="tot num">{props.tally}</span>
        <button
          type="button"
          class="icon"
          aria-label={t('close')}
          title={t('close')}
          onClick={() => {
            aside.value = undefined;
          }}
        >
          <Icon name="close" />
        </button>
      </header>
      {props.children}
    </Part>
  );
}
