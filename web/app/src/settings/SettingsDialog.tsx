import type { ComponentChildren, JSX } from 'preact';
import { Dialog } from '../parts/Dialog.tsx';
import { me } from '../state/chat.ts';
import { say } from '../state/notice.ts';
import { askForNotifications, canNotify } from '../state/notifications.ts';
import {
  type Contrast,
  choose,
  type Density,
  language,
  type PageLanguage,
  settings,
  type Theme,
} from '../state/settings.ts';
import { number, t } from '../text/index.ts';

/** What the reader may choose; each choice shows at once. */
export function SettingsDialog({ onClose }: { onClose: () => void }): JSX.Element {
  const chosen = settings.value;
  return (
    <Dialog label={t('settings')} onClose={onClose}>
      <div class="choices">
        <Section title={t('appearance')}>
          <Choice<PageLanguage>
            label={t('language')}
            name="language"
            value={language.value}
            options={[
              ['zh-Hans', '简体中文'],
              ['zh-Hant', '繁體中文'],
              ['en', 'English'],
            ]}
            onChange={(tag) => choose({ language: tag })}
          />
          <Choice<Theme>
            label={t('theme')}
            name="theme"
            value={chosen.theme}
            options={[
              ['system', t('system')],
              ['light', t('light')],
              ['dark', t('dark')],
            ]}
            onChange={(theme) => choose({ theme })}
          />
          <Choice<Contrast>
            label={t('contrast')}
            name="contrast"
            value={chosen.contrast}
            options={[
              ['system', t('system')],
              ['more', t('more')],
            ]}
            onChange={(contrast) => choose({ contrast })}
          />
          <Row label={t('textSize')} hint={`${number(chosen.textSize)} px`}>
            <span class="range">
              <span class="a" aria-hidden="true">
                A
              </span>
              <input
                type="range"
                min={14}
                max={20}
                value={chosen.textSize}
                aria-label={t('textSize')}
                onInput={(event) => choose({ textSize: event.currentTarget.valueAsNumber })}
              />
              <span class="b" aria-hidden="true">
                A
              </span>
            </span>
          </Row>
          <Choice<Density>
            label={t('density')}
            name="density"
            value={chosen.density}
            options={[
              ['roomy', t('roomy')],
              ['compact', t('compact')],
            ]}
            onChange={(density) => choose({ density })}
          />
        </Section>
        <Section title={t('writingAndNews')}>
          <Choice<'sends' | 'newline'>
            label={t('enterKey')}
            name="enter"
            value={chosen.enter}
            options={[
              ['sends', t('enterSends')],
              ['newline', t('enterNewLine')],
            ]}
            onChange={(enter) => choose({ enter })}
          />
          <Notifications />
        </Section>
        {me.value?.guest ? <p class="lead">{t('guestNote')}</p> : null}
      </div>
    </Dialog>
  );
}

function Notifications(): JSX.Element {
  const able = canNotify();
  return (
    <Row label={t('notifications')} hint={able ? t('notificationsHint') : t('notificationsOff')}>
      <input
        type="checkbox"
        class="switch"
        aria-label={t('notifications')}
        disabled={!able}
        checked={settings.value.notifications}
        onChange={async (event) => {
          const wanted = event.currentTarget.checked;
          const granted = wanted && (await askForNotifications());
          choose({ notifications: granted });
          if (wanted && !granted) {
            say(t('notificationsBlocked'));
          }
        }}
      />
    </Row>
  );
}

function Section(props: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <section>
      <h3>{props.title}</h3>
      <div class="opts">{props.children}</div>
    </section>
  );
}

function Row(props: { label: string; hint?: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class="optrow">
      <div>
        {props.label}
        {props.hint === undefined ? null : <small>{props.hint}</small>}
      </div>
      <div class="end">{props.children}</div>
    </div>
  );
}

function Choice<T extends string>(props: {
  label: string;
  name: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}): JSX.Element {
  return (
    <Row label={props.label}>
      <span class="seg" role="radiogroup" aria-label={props.label}>
        {props.options.map(([value, word]) => (
          <label key={value}>
            <input
              class="sr"
              type="radio"
              name={props.name}
              checked={props.value === value}
              onChange={() => props.onChange(value)}
            />
            {word}
          </label>
        ))}
      </span>
    </Row>
  );
}
