import type { Person, Room } from 'parlor-sdk';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from '../parts/Icon.tsx';
import { Seal } from '../parts/Seal.tsx';
import { Wall } from '../parts/Wall.tsx';
import { me, talkWith, watch } from '../state/chat.ts';
import { aside, phone } from '../state/panels.ts';
import { peopleIn } from '../state/people.ts';
import { go } from '../state/place.ts';
import { language } from '../state/settings.ts';
import { number, t } from '../text/index.ts';

/** Who is in the room now; from here one begins a private talk. */
export function PeoplePanel({ room }: { room: Room }): JSX.Element {
  watch(room);
  const [query, setQuery] = useState('');
  const everybody = sorted(peopleIn(room.name));
  const found = everybody.filter((person) =>
    person.name.toLocaleLowerCase().includes(query.trim().toLocaleLowerCase()),
  );
  const unnamed = room.userCount - everybody.length;
  const Part = phone.value ? 'h2' : 'h3';
  return (
    <Wall title={t('people')} tally={number(room.userCount)}>
      <label class="find">
        <Icon name="search" small />
        <input
          value={query}
          placeholder={t('findPerson')}
          aria-label={t('findPerson')}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      </label>
      <div class="scroll">
        <Part class="sec">{t('onlineNow', { count: room.userCount })}</Part>
        {found.map((person) => (
          <PersonRow key={person.userId} person={person} />
        ))}
        {query !== '' && found.length === 0 ? <p class="nothing">{t('nobodyFound')}</p> : null}
        {query === '' && unnamed > 0 && everybody.length > 0 ? (
          <p class="nothing">{t('andOthers', { count: unnamed })}</p>
        ) : null}
      </div>
    </Wall>
  );
}

function sorted(people: readonly Person[]): readonly Person[] {
  const order = new Intl.Collator(language.value);
  return [...people].sort((a, b) => order.compare(a.name, b.name));
}

function PersonRow({ person }: { person: Person }): JSX.Element {
  if (person.userId === me.value?.userId) {
    return (
      <div class="person">
        <Seal userId={person.userId} name={person.name} here />
        <span class="cut">
          {person.name}
          <small class="cut">{t('you')}</small>
        </span>
      </div>
    );
  }
  return (
    <button
      type="button"
      class="person"
      title={t('writeTo', { name: person.name })}
      onClick={() => {
        go(talkWith(person));
        if (!matchMedia('(min-width: 80rem)').matches) {
          aside.value = undefined;
        }
      }}
    >
      <Seal userId={person.userId} name={person.name} here />
      <span class="cut">{person.name}</span>
    </button>
  );
}
