// The screens of the page: how one comes to each of them, and what must hold on every one.
import { drawn } from './page.mjs';

export const WIDE = { width: 1440, height: 900 };
export const MIDDLE = { width: 1024, height: 768 };
export const PHONE = { width: 390, height: 844 };
export const SMALL = { width: 320, height: 640 };

/** Closes what lies over or beside the room. */
export async function back(page) {
  for (let i = 0; i < 3 && (await page.locator('dialog[open]').count()) > 0; i++)
    await page.keyboard.press('Escape');
  const aside = page.locator('.aside.open header button');
  if ((await aside.count()) > 0) await aside.click();
}

const press = button => page => page.locator(button).first().click();
const open = (name, words) => async page => {
  await page.keyboard.press('Control+k');
  await page.fill('dialog .big-in input', words);
  await page.keyboard.press('Enter');
  await page.locator(name).first().waitFor();
};

/** Each is come to from the room; the words find its action in both languages. */
export const screens = {
  room: async () => {},
  people: press('.head .tally'),
  'catch-up': press('.head .acts .icon:not(.tally):not(.wide-act)'),
  switcher: async page => {
    await page.keyboard.press('Control+k');
    await page.locator('dialog .opt').first().waitFor();
  },
  keys: async page => page.keyboard.press('Control+/'),
  rooms: async page => {
    const plus = page.locator('.brand button');
    if (await plus.isVisible()) await plus.click();
    else await open('#room-name', page.words?.rooms ?? 'ent')(page);
    await page.locator('dialog .opt').first().waitFor();
  },
  settings: page => open('.optrow', page.words?.settings ?? 'sett')(page),
  doctor: async page => {
    await open('.doctor', page.words?.doctor ?? 'doct')(page);
    await page.locator('.doctor .btn:not([disabled])').nth(1).waitFor();
    await page.locator('.doctor .warns li').nth(4).waitFor();
  },
};

/** What is wrong with what is drawn now, in words; nothing when all is well. */
export async function faultsOf(page) {
  await drawn(page);
  return page.evaluate(() => {
    const faults = [];
    const name = one =>
      `<${one.localName}${one.id ? `#${one.id}` : ''}${
        one.classList.length ? `.${[...one.classList].join('.')}` : ''
      }> “${(one.getAttribute('aria-label') ?? one.textContent ?? '').trim().slice(0, 30)}”`;
    const style = one => getComputedStyle(one);
    const hidden = one =>
      one.closest('.sr, .skip, [hidden]') !== null ||
      !one.checkVisibility({ opacityProperty: false, visibilityProperty: true });
    const scrolls = one => /auto|scroll/.test(style(one).overflowX + style(one).overflowY);
    const clips = one => /hidden|clip/.test(style(one).overflowX + style(one).overflowY);
    const modal = document.querySelector('dialog[open]');
    const all = [...(modal ?? document.body).querySelectorAll('*')].filter(one => !hidden(one));

    // The part of an element that is on the screen: what its scrolling ancestors leave of it.
    const seen = one => {
      let { left, top, right, bottom } = one.getBoundingClientRect();
      for (
        let up = one.parentElement;
        up !== null && style(one).position !== 'fixed';
        up = up.parentElement
      ) {
        if (!scrolls(up) && !clips(up)) continue;
        const box = up.getBoundingClientRect();
        left = Math.max(left, box.left);
        top = Math.max(top, box.top);
        right = Math.min(right, box.right);
        bottom = Math.min(bottom, box.bottom);
      }
      return { left, top, right, bottom };
    };

    const root = document.scrollingElement;
    if (root.scrollWidth > innerWidth)
      faults.push(`the page scrolls sideways: ${root.scrollWidth}`);
    for (const one of all) {
      if (one.localName !== 'pre' && scrolls(one) && one.scrollWidth > one.clientWidth + 1)
        faults.push(`scrolls sideways: ${name(one)}`);
    }

    // Texts: whole, or cut with an ellipsis.
    const walker = document.createTreeWalker(modal ?? document.body, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
      const parent = text.parentElement;
      if (text.data.trim() === '' || hidden(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const box = range.getBoundingClientRect();
      for (let up = parent; up !== null; up = up.parentElement) {
        if (scrolls(up)) break;
        if (!clips(up)) continue;
        const { textOverflow, webkitLineClamp, overflowClipMargin } = style(up);
        const spare = 1 + (parseFloat(overflowClipMargin) || 0);
        if (textOverflow === 'ellipsis' || webkitLineClamp !== 'none') break;
        const edge = up.getBoundingClientRect();
        if (
          box.right > edge.right + spare ||
          box.left < edge.left - spare ||
          box.bottom > edge.bottom + spare
        )
          faults.push(`cut: “${text.data.trim().slice(0, 40)}” by ${name(up)}`);
        break;
      }
      if (
        box.width > 0 &&
        !scrolledIn(parent) &&
        (box.right > innerWidth + 1 ||
          box.left < -1 ||
          box.bottom > innerHeight + 1 ||
          box.top < -1)
      )
        faults.push(`outside the window: “${text.data.trim().slice(0, 40)}”`);
    }
    function scrolledIn(one) {
      for (let up = one; up !== null; up = up.parentElement)
        if (scrolls(up) || clips(up)) return true;
      return root.scrollHeight > innerHeight;
    }

    // What one can press.
    const controls = all.filter(one =>
      one.matches('button, a[href], input, textarea, select, summary, [role="slider"]'),
    );
    const boxes = controls
      .map(one => [one, seen(one)])
      .filter(([, box]) => box.right - box.left > 1 && box.bottom - box.top > 1);
    const layer = one => one.closest('.menu, .tools, .jumpbtn, .aside') ?? modal;
    for (const [one, box] of boxes) {
      if (
        box.left < -1 ||
        box.right > innerWidth + 1 ||
        box.top < -1 ||
        (box.bottom > innerHeight + 1 && root.scrollHeight <= innerHeight)
      )
        faults.push(`outside the window: ${name(one)}`);
    }
    for (let i = 0; i < boxes.length; i++) {
      for (let j = i + 1; j < boxes.length; j++) {
        const [[one, a], [other, b]] = [boxes[i], boxes[j]];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (
          across > 1 &&
          down > 1 &&
          layer(one) === layer(other) &&
          !one.contains(other) &&
          !other.contains(one)
        )
          faults.push(`${name(one)} lies on ${name(other)}`);
      }
    }

    // The status line lies on nothing that was said, however long it is.
    const line = document.querySelector('.status .m');
    if (modal === null && line !== null && !hidden(line)) {
      const { top, bottom } = line.getBoundingClientRect();
      for (const row of document.querySelectorAll('.log > *')) {
        const box = seen(row);
        if (Math.min(bottom, box.bottom) - Math.max(top, box.top) > 1)
          faults.push(`the status line lies on ${name(row)}`);
      }
    }

    // Day heads stick on each other: a higher one would show below the next.
    const heights = [...document.querySelectorAll('.log > .day')].map(one => one.offsetHeight);
    if (new Set(heights).size > 1) faults.push(`day heads of ${heights} pixels`);

    // A name is cut where the time begins, not before.
    for (const one of all.filter(each => innerWidth < 640 && each.matches('.who .name')))
      if (one.scrollWidth > one.clientWidth && one.getBoundingClientRect().right < innerWidth - 100)
        faults.push(`cut with room beside it: ${name(one)}`);

    // Controls of our own only.
    for (const one of controls) {
      const { appearance, backgroundColor, borderTopStyle, fontFamily } = style(one);
      const box = one.matches(
        'progress, select, input[type="checkbox"], input[type="radio"], input[type="range"]',
      );
      if (box && appearance !== 'none') faults.push(`the browser’s own: ${name(one)}`);
      if (
        one.matches('button') &&
        (borderTopStyle === 'outset' || backgroundColor === 'rgb(239, 239, 239)')
      )
        faults.push(`the browser’s own: ${name(one)}`);
      if (
        one.matches('input, textarea, select') &&
        (borderTopStyle === 'inset' || /Arial$/.test(fontFamily))
      )
        faults.push(`the browser’s own: ${name(one)}`);
    }
    for (const one of all.filter(each => each.matches('progress, meter')))
      if (style(one).appearance !== 'none') faults.push(`the browser’s own: ${name(one)}`);
    return [...new Set(faults)];
  });
}

/** On touch: controls whose reach is under 44 pixels, but for links within a text. */
export async function smallTargets(page) {
  return page.evaluate(() => {
    const within = document.querySelector('dialog[open]') ?? document.body;
    const small = [];
    for (const one of within.querySelectorAll(
      'button, a[href], input, textarea, [role="slider"]',
    )) {
      if (
        one.closest('.sr, .skip, p, .tools') ||
        !one.checkVisibility({ visibilityProperty: true })
      )
        continue;
      const label = one.matches('textarea') ? one : (one.closest('label') ?? one);
      const box = label.getBoundingClientRect();
      const reaches = ['::before', '::after']
        .map(part => getComputedStyle(label, part))
        .filter(({ content, position }) => content !== 'none' && position === 'absolute');
      const reach = side =>
        Math.max(box[side], ...reaches.map(part => parseFloat(part[side]) || 0));
      const [height, width] = [reach('height'), reach('width')];
      if (box.width > 0 && (height < 43.5 || width < 43.5))
        small.push(
          `${
            (one.getAttribute('aria-label') ?? one.textContent).trim().slice(0, 24) || one.className
          }: ${Math.round(width)} × ${Math.round(height)}`,
        );
    }
    return small;
  });
}
