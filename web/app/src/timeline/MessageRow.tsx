import { Component, type JSX } from 'preact';
import { Icon } from '../parts/Icon.tsx';
import type { IconName } from '../parts/icons.ts';
import { hue, Seal } from '../parts/Seal.tsx';
import { clock, date, t } from '../text/index.ts';
import { MessageText } from './MessageText.tsx';
import { mentions } from './message-text.ts';
import { Quote } from './Quote.tsx';
import type { Said } from './rows.ts';

/** What one can do with a message; the same for all rows of a timeline. */
export interface MessageActs {
  reply(said: Said): void;
  copy(text: string): void;
  copyLink(seq: number): void;
  unread(seq: number): void;
  goTo(seq: number): void;
  retry(id: string): void;
  confirm(id: string): void;
  discard(id: string): void;
  restore(id: string): void;
}

interface Props {
  said: Said;
  first: boolean;
  marked: boolean;
  /** The one that Tab comes to: arrows move it. */
  current: boolean;
  room: string;
  names: readonly string[];
  mine: string;
  language: string;
  acts: MessageActs;
}

interface State {
  /** The pointer or the focus was here: from then on there is what one can do with it. */
  near: boolean;
}

/** One message: the margin says who, the measure says what, the right column says when. */
export class MessageRow extends Component<Props, State> {
  override state: State = { near: false };
  private readonly comeNear = (): void => this.setState({ near: true });

  override shouldComponentUpdate(next: Props, { near }: State): boolean {
    const before = this.props;
    const a = before.said;
    const b = next.said;
    return (
      near !== this.state.near ||
      a.message !== b.message ||
      a.seq !== b.seq ||
      a.state !== b.state ||
      a.time !== b.time ||
      a.user !== b.user ||
      before.first !== next.first ||
      before.marked !== next.marked ||
      before.current !== next.current ||
      before.names !== next.names ||
      before.mine !== next.mine ||
      before.language !== next.language
    );
  }

  override render(props: Props, { near }: State): JSX.Element {
    const { said, first, marked, current, names, mine, room, acts } = props;
    const calls = !said.own && mentions(said.message, mine);
    const classes = [
      'msg row3',
      first && 'first',
      said.own && 'own',
      calls && 'calls',
      marked && 'marked',
      said.state,
    ];
    return (
      <div
        class={classes.filter(Boolean).join(' ')}
        role="listitem"
        data-key={said.key}
        data-seq={said.seq}
        style={hue(said.userId)}
        tabIndex={current ? 0 : -1}
        aria-label={sentenceOf(said, calls)}
        onPointerEnter={this.comeNear}
        onFocusIn={this.comeNear}
      >
        <div class="who">
          {first ? (
            <>
              <Seal userId={said.userId} name={said.user} />
              <span class="name" title={said.user}>
                {said.own ? t('you') : said.user}
              </span>
            </>
          ) : null}
        </div>
        <div class="said">
          {said.replyTo === undefined ? null : (
            <Quote room={room} seq={said.replyTo} goTo={acts.goTo} />
          )}
          <MessageText message={said.message} names={names} mine={mine} />
        </div>
        <When said={said} acts={acts} />
        {near ? <Tools said={said} acts={acts} /> : null}
      </div>
    );
  }
}

/** One sentence for who does not see the columns. */
function sentenceOf(said: Said, calls: boolean): string {
  const who = said.own ? t('you') : said.user;
  const state = said.state === undefined ? '' : `, ${t(said.state)}`;
  const naming = calls ? `, ${t('namesYou')}` : '';
  return `${who}: ${said.message}, ${clock(said.time)}${naming}${state}`;
}

function When({ said, acts }: { said: Said; acts: MessageActs }): JSX.Element {
  const { state, id } = said;
  if (state === undefined || id === undefined) {
    const whole = date(said.time, { dateStyle: 'full', timeStyle: 'medium' });
    return (
      <span class="when">
        <time dateTime={new Date(said.time).toISOString()} title={whole}>
          {clock(said.time)}
        </time>
      </span>
    );
  }
  const icon: IconName = state === 'failed' ? 'alert' : state === 'sending' ? 'clock' : 'hourglass';
  return (
    <span class="when">
      <Icon name={icon} small />
      <span>{t(state)}</span>
      {state === 'failed' ? (
        <button
          type="button"
          class="again"
          aria-label={t('tryAgain')}
          title={t('tryAgain')}
          onClick={() => acts.retry(id)}
        >
          <Icon name="retry" small />
        </button>
      ) : null}
    </span>
  );
}

function Tools({ said, acts }: { said: Said; acts: MessageActs }): JSX.Element | null {
  const { id, seq } = said;
  if (said.state !== undefined && id !== undefined) {
    return said.state === 'sending' ? null : (
      <div class="tools" role="toolbar" aria-label={t('messageActions')}>
        {said.state === 'failed' ? (
          <Words icon="retry" text={t('tryAgain')} go onClick={() => acts.retry(id)} />
        ) : null}
        {said.state === 'stale' ? (
          <Words icon="send" text={t('send')} go onClick={() => acts.confirm(id)} />
        ) : null}
        <Words icon="edit" text={t('backToDraft')} onClick={() => acts.restore(id)} />
        <Words icon="trash" text={t('delete')} no onClick={() => acts.discard(id)} />
      </div>
    );
  }
  if (seq === undefined) {
    return null;
  }
  const tools: readonly (readonly [IconName, string, () => void])[] = [
    ['reply', t('reply'), () => acts.reply(said)],
    ['copy', t('copyText'), () => acts.copy(said.message)],
    ['link', t('copyLink'), () => acts.copyLink(seq)],
    ['unread', t('markUnread'), () => acts.unread(seq)],
  ];
  return (
    <div class="tools" role="toolbar" aria-label={t('messageActions')}>
      {tools.map(([icon, label, act]) => (
        <button
          key={icon}
          type="button"
          class="icon"
          tabIndex={-1}
          aria-label={label}
          title={label}
          onClick={act}
        >
          <Icon name={icon} />
        </button>
      ))}
    </div>
  );
}

function Words(props: {
  icon: IconName;
  text: string;
  go?: boolean;
  no?: boolean;
  onClick: () => void;
}): JSX.Element {
  const kind = props.go ? 'icon words go' : props.no ? 'icon words no' : 'icon words';
  return (
    <button type="button" class={kind} onClick={props.onClick}>
      <Icon name={props.icon} small />
      {props.text}
    </button>
  );
}
