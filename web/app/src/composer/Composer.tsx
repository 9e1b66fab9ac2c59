import { useSignalEffect } from '@preact/signals';
import type { Room } from 'parlor-sdk';
import type { JSX, TargetedClipboardEvent, TargetedKeyboardEvent } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Icon } from '../parts/Icon.tsx';
import { Seal } from '../parts/Seal.tsx';
import { limits, me, send, watch } from '../state/chat.ts';
import { draftOf, keepDraft } from '../state/drafts.ts';
import { say } from '../state/notice.ts';
import { settings } from '../state/settings.ts';
import { number, t } from '../text/index.ts';
import { goToInSight } from '../timeline/in-sight.ts';
import { viewOf } from '../timeline/view.ts';
import { Completion, type CompletionHandle } from './Completion.tsx';
import { focusAsked, replies, replyTo } from './composing.ts';
import { Composition } from './ime.ts';
import { ReplyBar } from './ReplyBar.tsx';

/** This many units before the limit the rest is counted. */
const COUNTED = 100;
const touch = matchMedia('(pointer: coarse)');

/** The next line of the page: same edges, face, size and line as a message. */
export function Composer({ room }: { room: Room }): JSX.Element {
  watch(room);
  const name = room.name;
  const box = useRef<HTMLTextAreaElement>(null);
  const completion = useRef<CompletionHandle>(null);
  const composition = useMemo(() => new Composition(), []);
  const [caret, setCaret] = useState(0);
  const text = draftOf(name);
  const limit = limits.value?.textLength ?? 0;
  const left = limit === 0 ? Number.POSITIVE_INFINITY : limit - text.trim().length;

  useLayoutEffect(() => grow(box.current), [text, name]);
  useSignalEffect(() => {
    if (focusAsked.value > 0) {
      box.current?.focus();
    }
  });
  useLayoutEffect(() => {
    if (!touch.matches) {
      box.current?.focus({ preventScroll: true });
    }
  }, [name]);

  const write = (value: string, at?: number): void => {
    keepDraft(name, value);
    if (at !== undefined && box.current !== null) {
      box.current.value = value;
      box.current.setSelectionRange(at, at);
      setCaret(at);
    }
  };
  const post = (): void => {
    const message = text.trim();
    if (message === '' || left < 0) {
      return;
    }
    try {
      send(name, message, replies.value[name]);
    } catch {
      say(t('tooManyWaiting'));
      return;
    }
    write('');
    replyTo(name, undefined);
    viewOf(room).newAfter.value = undefined; // it is never above one's own latest message
    viewOf(room).toEnd();
    box.current?.focus();
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): void => {
    if (composition.owns(event) || completion.current?.onKeyDown(event)) {
      return;
    }
    if (event.key === 'Enter' && sends(event)) {
      event.preventDefault();
      post();
    } else if (event.key === 'Escape' && replies.value[name] !== undefined) {
      event.stopPropagation();
      replyTo(name, undefined);
    }
  };

  return (
    <div class="compose row3">
      <div class="who">
        {me.value === undefined ? null : (
          <>
            <Seal userId={me.value.userId} name={me.value.name} />
            <span class="name">{t('you')}</span>
          </>
        )}
      </div>
      <div class="cbox">
        <Completion handle={completion} room={name} text={text} caret={caret} onChosen={write} />
        <ReplyBar room={room} goTo={(seq) => void goToInSight(room, seq)} />
        <div class="line">
          <textarea
            ref={box}
            id="compose"
            rows={1}
            value={text}
            placeholder={room.head === 0 && room.joined ? t('writeFirst') : t('write')}
            aria-label={t('writeMessage')}
            aria-describedby="compose-hint"
            enterkeyhint={touch.matches ? 'enter' : 'send'}
            onInput={(event) => {
              write(event.currentTarget.value);
              setCaret(event.currentTarget.selectionStart);
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
            onKeyDown={onKeyDown}
            onCompositionStart={() => composition.started()}
            onCompositionEnd={(event) => composition.ended(event.timeStamp)}
            onPaste={(event) => askAboutLongPaste(event, limit, text)}
          />
          <div class="btns">
            {left < COUNTED ? <Counter left={left} /> : null}
            <button
              type="button"
              class="icon go"
              aria-label={t('send')}
              title={t('send')}
              disabled={text.trim() === '' || left < 0}
              onClick={post}
            >
              <Icon name="send" />
            </button>
          </div>
        </div>
      </div>
    </div>
  );
}

function Counter({ left }: { left: number }): JSX.Element {
  const label = left < 0 ? t('tooLong', { count: -left }) : t('lettersLeft', { count: left });
  return (
    <span class={left < 0 ? 'counter over num' : 'counter num'} role="status" title={label}>
      <span aria-hidden="true">{number(left)}</span>
      <span class="sr">{label}</span>
    </span>
  );
}

/** On a keyboard Enter sends (or Ctrl with Enter, by choice); on touch it makes a new line. */
function sends(event: KeyboardEvent): boolean {
  const withControl = event.ctrlKey || event.metaKey;
  if (settings.value.enter === 'newline') {
    return withControl;
  }
  return withControl || (!event.shiftKey && !event.altKey && !touch.matches);
}

function grow(box: HTMLTextAreaElement | null): void {
  if (box !== null) {
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }
}

/** A text that cannot be sent as it is: asks before it fills the composer. */
function askAboutLongPaste(
  event: TargetedClipboardEvent<HTMLTextAreaElement>,
  limit: number,
  text: string,
): void {
  const pasted = event.clipboardData?.getData('text/plain') ?? '';
  const over = text.length + pasted.length - limit;
  if (limit > 0 && over > 0 && !window.confirm(t('pasteLong', { count: over }))) {
    event.preventDefault();
  }
}
