import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Brand } from '../parts/Icon.tsx';
import { hue } from '../parts/Seal.tsx';
import { sealOf } from '../people/hue.ts';
import { enter, LOBBY } from '../state/chat.ts';
import { roomName } from '../state/place.ts';
import { choose, language, type PageLanguage } from '../state/settings.ts';
import { t } from '../text/index.ts';
import { isName, nameIn } from '../text/names.ts';

const LONGEST_NAME = 24;
const languages: readonly (readonly [PageLanguage, string])[] = [
  ['zh-Hans', '简体中文'],
  ['zh-Hant', '繁體中文'],
  ['en', 'English'],
];

/** The door: a name is enough to come in. */
export function JoinPage(): JSX.Element {
  const [name, setName] = useState('');
  const [asked, setAsked] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const given = nameIn(name);
  const wrong = given !== '' && !isName(given, LONGEST_NAME);
  const bad = wrong || (asked && given === '');
  const room = roomName.value;
  useEffect(() => {
    if (!matchMedia('(pointer: coarse)').matches) {
      input.current?.focus();
    }
  }, []);

  return (
    <main class="join">
      <section class="poster">
        <div class="brandline">
          <Brand />
          Parlor
        </div>
        <div class="frame corner">
          <h1>{t('joinTitle')}</h1>
          <p>{t('joinLead')}</p>
        </div>
        <Languages />
      </section>
      <section class="sheet">
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setAsked(true);
            if (given !== '' && !wrong) {
              enter(given);
            } else {
              input.current?.focus();
            }
          }}
        >
          <h2>{t('yourName')}</h2>
          <div class={bad ? 'field bad' : 'field'}>
            <label class="label" for="name">
              {t('name')}
            </label>
            <span class="nameline">
              <span class="seal" aria-hidden="true" style={hue(given)}>
                {sealOf(given)}
              </span>
              <input
                id="name"
                ref={input}
                class="input"
                value={name}
                autocomplete="nickname"
                aria-describedby="name-hint"
                aria-invalid={bad}
                onInput={(event) => setName(event.currentTarget.value)}
              />
            </span>
            <span class="hint" id="name-hint" role={bad ? 'alert' : undefined}>
              {bad ? t('nameRule') : t('nameHint', { count: LONGEST_NAME })}
            </span>
          </div>
          <button type="submit" class="btn main wide">
            {room === undefined || room === LOBBY ? t('enterLobby') : t('enterNamed', { room })}
          </button>
          <Languages />
        </form>
      </section>
    </main>
  );
}

function Languages(): JSX.Element {
  return (
    <div class="small" role="group" aria-label={t('language')}>
      {languages.map(([tag, word]) => (
        <button
          key={tag}
          type="button"
          class="link"
          lang={tag}
          aria-pressed={language.value === tag}
          onClick={() => choose({ language: tag })}
        >
          {word}
        </button>
      ))}
    </div>
  );
}
