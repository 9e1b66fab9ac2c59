import type { ComponentChild, JSX } from 'preact';

/** A text with what was searched for underlined. */
export function Marked(props: {
  text: string;
  ranges: readonly (readonly [number, number])[];
}): JSX.Element {
  const { text, ranges } = props;
  const parts: ComponentChild[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    parts.push(text.slice(at, from), <mark key={from}>{text.slice(from, to)}</mark>);
    at = to;
  }
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  );
}
