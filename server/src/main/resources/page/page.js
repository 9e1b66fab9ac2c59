// The tutorial's client grown up: it speaks parlor.v1, keeps its place in every room, and sends
// again, under the same id, what was under way when the line was lost.
const words = { // Chinese, English; # is a number
  invite: ['有个名字就能进来，不用注册。', 'A name is enough to come in.'],
  name: ['你的名字', 'Your name'], enter: ['进来', 'Come in'], rooms: ['房间', 'Rooms'],
  people: ['在这里的人', 'Here now'], newRoom: ['去另一个房间…', 'Go to another room…'],
  write: ['写点什么…', 'Write something…'], send: ['发送', 'Send'], other: ['English', '中文'],
  here: ['# 人在', '# here'], sending: ['发送中', 'sending'], online: ['已连接', 'Connected'],
  connecting: ['正在连接…', 'Connecting…'], empty: ['这里还没有人说话。', 'Nobody has spoken here yet.'],
  back: ['连上了，断开期间的消息都在。', 'Back. Nothing was missed.'],
  lost: ['连接断了，# 秒后重试。', 'Connection lost. Trying again in # seconds.'],
  offline: ['现在没有网络，有了会自己继续。', 'No network. This goes on by itself once there is.'],
  refused: ['进不来：这里需要登录。', 'Not let in: this place needs a sign-in.'],
  reset: ['没能从断开处接上，已重新载入。', 'Could not pick up where you left off; loaded again.'],
};
const $ = id => document.getElementById(id);
const kept = {
  get: key => localStorage.getItem('parlor.' + key) ?? '',
  set: (key, value) => localStorage.setItem('parlor.' + key, value),
};
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
let language = kept.get('language') || (navigator.language.startsWith('zh') ? 'zh' : 'en');
let socket, you, ready, resumed, timer, attempt = 0, comeBack = 0, drawing = 0;
let current = new URLSearchParams(location.search).get('room') || 'lobby';
const rooms = new Map(); // by name; by '@' + userId while nothing was said to that person yet
const outbox = new Map(); // by id: the frame as it was sent, until it is acknowledged or refused
const t = (key, value) => words[key][language === 'zh' ? 0 : 1].replace('#', value);
const make = (tag, fields) => Object.assign(document.createElement(tag), fields);
const say = frame => { if (ready) socket.send(JSON.stringify(frame)); };
function room(name, fields = {}) {
  const fresh = { title: name, seq: -1, lines: [], unread: 0, userCount: 0, people: [] };
  return rooms.set(name, Object.assign(rooms.get(name) ?? fresh, fields)).get(name);
}
function translate() {
  document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
  for (const each of document.querySelectorAll('[data-t]')) {
    if ('placeholder' in each) each.placeholder = each.ariaLabel = t(each.dataset.t);
    else each.textContent = t(each.dataset.t);
  }
  draw();
}
const tell = (textContent, bad = '') => Object.assign($('state'), { textContent, className: bad });
function connect() {
  clearInterval(timer);
  tell(t('connecting'));
  const query = new URLSearchParams(kept.get('token') && { token: kept.get('token') });
  query.set('name', kept.get('name')); query.set('lang', document.documentElement.lang);
  const mine = socket = new WebSocket(`/ws?${query}`, 'parlor.v1');
  mine.onmessage = event => { if (mine === socket) heard(JSON.parse(event.data)); };
  mine.onclose = event => { if (mine === socket) lost(event.code); };
}
function lost(code) {
  if (ready) attempt = 0;
  ready = false;
  if (code === 1008 && kept.get('token')) return kept.set('token', ''), connect(); // not from here
  if (code === 1008 || code >= 4500 && code < 5000) return tell(t('refused'), 'bad');
  const until = Date.now() + (comeBack || Math.random() * Math.min(20000, 500 * 2 ** attempt++));
  comeBack = 0;
  timer = setInterval(() => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left <= 0) connect();
    else tell(navigator.onLine ? t('lost', left) : t('offline'), 'bad');
  }, 200);
}
function join(name, { seq, epoch } = room(name)) {
  say({ type: 'join', room: name, ...(seq < 0 ? { last: 50 } : { after: seq, epoch }) });
}
const hears = {
  welcome(frame) {
    you = frame.you; ready = true;
    if (frame.token) kept.set('token', frame.token);
    for (const one of frame.direct) room(one.room, { title: one.with.name, direct: one.with });
    room(current);
    for (const name of rooms.keys()) if (!name.startsWith('@')) join(name);
    for (const sent of outbox.values()) say(sent);
    say({ type: 'rooms' });
    tell(t(resumed ? 'back' : 'online')); resumed = true;
  },
  you(frame) { you = { ...you, name: frame.name }; },
  joined({ room: name, title, epoch, userCount, direct }) {
    const before = direct && '@' + direct.userId;
    if (rooms.delete(before) && current === before) current = name;
    room(name, { title, epoch, userCount, direct });
    say({ type: 'who', room: name });
  },
  reset(frame) { // joined anew, from some lines before the head
    room(frame.room, { seq: -1, lines: [] });
    join(frame.room); tell(t('reset'));
  },
  chat(frame) {
    const one = room(frame.room);
    if (frame.seq <= one.seq) return;
    one.seq = frame.seq; one.lines.push(frame);
    one.lines.splice(0, one.lines.length - 500);
    if (frame.userId === you.userId) outbox.delete(frame.clientId);
    else one.unread++;
  },
  ack(frame) { outbox.delete(frame.id); },
  error(frame) {
    const sent = outbox.get(frame.ref);
    const later = () => outbox.has(frame.ref) && say(sent);
    if (sent && frame.retryAfterMillis) setTimeout(later, frame.retryAfterMillis);
    else if (sent) sent.failed = frame.message;
    tell(frame.message, 'bad');
  },
  system(frame) {
    const one = room(frame.room, { userCount: frame.userCount });
    if (frame.event !== 'count') one.lines.push({ told: frame.message });
    say({ type: 'who', room: frame.room });
  },
  who({ room: name, people, userCount }) { room(name, { people, userCount }); },
  rooms(frame) {
    $('known').replaceChildren(...frame.rooms.map(one => make('option', { value: one.title })));
  },
  goaway(frame) { comeBack = frame.retryAfterMillis; },
};
function heard(frame) { hears[frame.type]?.(frame); draw(); }
function draw() {
  if (you && !drawing) drawing = requestAnimationFrame(() => { drawing = 0; paint(); });
}
function paint() {
  const one = room(current), box = $('lines');
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 100;
  if (!document.hidden) one.unread = 0;
  const unread = [...rooms.values()].reduce((sum, each) => sum + each.unread, 0);
  document.title = `${unread ? `(${unread}) ` : ''}${one.title} · Parlor`;
  $('title').textContent = one.title;
  $('count').textContent = one.userCount ? t('here', one.userCount) : '';
  $('me').textContent = you.name;
  fill('rooms', [...rooms].map(([name, { title, direct, unread }]) =>
    [title, () => enter(name), name === current, direct ? 'direct' : '', unread]));
  fill('people', one.people.map(person =>
    [person.name, () => person.userId !== you.userId && talkTo(person)]));
  const said = one.lines.map(({ told, user, userId, message, time }) => told
    ? line('', told, '', 'told')
    : line(user, message, clock.format(new Date(time)), userId === you.userId ? 'mine' : ''));
  const sent = [...outbox.values()].filter(frame => (frame.room ?? '@' + frame.to) === current ||
    one.direct && frame.to === one.direct.userId).map(({ message, failed }) =>
    line(you.name, message, failed ?? t('sending'), failed ? 'mine failed' : 'mine pending'));
  box.replaceChildren(...said, ...sent);
  if (!box.firstChild) box.append(line('', t('empty'), '', 'told'));
  if (atEnd) box.scrollTop = box.scrollHeight;
}
function wrap(tag, className, ...children) {
  const box = make(tag, { className });
  return box.append(...children), box;
}
function line(who, what, when, kind) {
  const part = (className, textContent) => make('span', { className, textContent });
  return wrap('div', 'line ' + kind, part('who', who), part('what', what), part('when', when));
}
function fill(id, items) { // only what changed, so that a click is not lost to a redraw
  if ($(id).dataset.shown === String(items)) return;
  $(id).dataset.shown = items;
  $(id).replaceChildren(...items.map(([textContent, onclick, now, className = '', unread]) => {
    const button = make('button', { type: 'button', textContent, onclick, className });
    if (now) button.ariaCurrent = 'true';
    if (unread) button.dataset.unread = unread;
    return wrap('li', '', button);
  }));
}
function enter(name) {
  current = name;
  if (!rooms.has(name)) join(name);
  draw(); $('text').focus();
}
function talkTo(person) {
  const known = [...rooms].find(([, one]) => one.direct?.userId === person.userId)?.[0];
  if (!known) room('@' + person.userId, { title: person.name, direct: person });
  enter(known ?? '@' + person.userId);
}
function send(message) {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  const id = bytes.map(byte => byte.toString(16).padStart(2, '0')).join('');
  const to = current.startsWith('@') ? { type: 'private', to: current.slice(1) }
    : { type: 'chat', room: current };
  outbox.set(id, { ...to, message, id, ref: id });
  say(outbox.get(id));
  $('lines').scrollTop = $('lines').scrollHeight;
  draw();
}
function submits(id, then) { $(id).onsubmit = event => { event.preventDefault(); then(); }; }
submits('enterForm', () => { kept.set('name', $('name').value.trim()); begin(); });
submits('say', () => {
  if ($('text').value.trim()) send($('text').value);
  $('text').value = ''; $('text').focus();
});
submits('roomForm', () => {
  const name = $('room').value.trim().normalize('NFC');
  $('room').value = '';
  if (name) enter(name);
});
$('text').onkeydown = event => { // Enter that chooses a Chinese word does not send
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault(); $('say').requestSubmit();
};
for (const button of document.querySelectorAll('.plain')) button.onclick = () => {
  kept.set('language', language = language === 'zh' ? 'en' : 'zh'); translate();
};
addEventListener('online', () => { if (you && !ready) connect(); });
document.addEventListener('visibilitychange', draw);
function begin() {
  $('app').hidden = !($('enter').hidden = kept.get('name') !== '');
  if ($('enter').hidden) connect();
}
translate();
begin();
