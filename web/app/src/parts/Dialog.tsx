import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../text/index.ts';
import { Icon } from './Icon.tsx';

/**
 * A sheet over the page. The focus goes into it, stays in it, and returns to where it was; Escape
 * and a click beside it close it.
 */
export function Dialog(props: {
  label: string;
  titled?: boolean;
  top?: boolean;
  wide?: boolean;
  onClose: () => void;
  children: ComponentChildren;
}): JSX.Element {
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    const opened = element.current;
    opened?.showModal();
    return () => {
      // While it is open, nothing beside it takes the focus.
      opened?.close();
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus();
      }
    };
  }, []);
  const classes = ['veil', props.top && 'top', props.wide && 'wide'].filter(Boolean).join(' ');
  return (
    <dialog
      class={classes}
      ref={element}
      aria-label={props.label}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) {
          props.onClose();
        }
      }}
    >
      <div class="dialog">
        {props.titled === false ? null : (
          <header>
            <h2>{props.label}</h2>
            <button type="button" class="icon" aria-label={t('close')} onClick={props.onClose}>
              <Icon name="close" />
            </button>
          </header>
        )}
        {props.children}
      </div>
    </dialog>
  );
}
