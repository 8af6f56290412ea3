import { get } from '../parts/api.js';
import { h, name, update } from '../parts/dom.js';
import { badge, empty, figures, notice, resourceLink, table, wait } from '../parts/pieces.js';
import { at, count, figure, since } from '../parts/text.js';

const EVERY = 10_000;
const MOST = 10;

/** Is it working? It asks by itself again and again, while anybody looks. */
export function overview({ main, heading, session, signal }) {
  const [verdict, scim, grafana, behind, refused] = Array.from({ length: 5 }, () => h('div'));
  const cards = h('div', { class: 'cards' }, scim, grafana);
  main.append(h('div', { class: 'head' }, heading), h('p', { class: 'lead' }, 'Is it working? This page looks again every ten seconds.'), verdict, cards, behind, refused);
  verdict.append(wait('Looking.'));

  const known = { scim: null, scimError: null, grafana: null, grafanaError: null };
  let isAsking = false;
  const timer = setInterval(() => { if (!document.hidden) refresh(true); }, EVERY);
  signal.addEventListener('abort', () => clearInterval(timer));
  refresh(false);

  async function refresh(background) {
    if (isAsking) return;
    isAsking = true;
    // What is there is shown at once: Grafana may take its time.
    await Promise.all([read('overview', 'scim', background), session.hasGrafana ? read('grafana', 'grafana', background) : null]);
    isAsking = false;
  }

  async function read(path, part, background) {
    try {
      known[part] = await get(path, { background, signal });
      known[`${part}Error`] = null;
    } catch (error) {
      known[`${part}Error`] = error.message;
    }
    paint();
  }

  function paint() {
    if (signal.aborted || !(known.scim || known.scimError)) return;
    update(verdict, verdictOf(known, session), showVerdict);
    update(scim, { ...known.scim, refusals: null, error: known.scimError, isKnown: known.scim !== null }, showScim);
    update(grafana, session.hasGrafana ? { ...known.grafana, rows: null, error: known.grafanaError, isKnown: known.grafana !== null } : 'none', showGrafana);
    update(behind, behindOf(known.grafana), showBehind);
    update(refused, known.scim && { count: known.scim.refused, refusals: known.scim.refusals }, showRefused);
  }
}

function verdictOf({ scim, scimError, grafana, grafanaError }, session) {
  const reasons = [];
  let kind = 'ok';
  if (scimError) reasons.push(['bad', `SCIM: ${scimError}`]);
  if (grafanaError) reasons.push(['bad', `Grafana: ${grafanaError}`]);
  if (grafana?.problem) reasons.push(['bad', `Grafana: ${grafana.problem}`]);
  if (grafana?.held) reasons.push(['warn', `${count(grafana.held, 'change')} ${grafana.held === 1 ? 'is' : 'are'} held by the brake.`, '#/brake', 'See who']);
  if (grafana?.failing) reasons.push(['bad', `${count(grafana.failing, 'change')} cannot be brought to Grafana, and ${grafana.failing === 1 ? 'is' : 'are'} tried again.`]);
  for (const warning of grafana?.warnings ?? []) reasons.push(['warn', warning]);
  if (scim && !scim.lastRequest) reasons.push(['', 'No client has sent a request yet.', '#/setup', 'Set one up']);
  if (reasons.some(x => x[0] === 'warn')) kind = 'warn';
  if (reasons.some(x => x[0] === 'bad')) kind = 'bad';
  const waits = kind !== 'bad' && session.hasGrafana && !grafana && !grafanaError;
  return { kind: waits ? '' : kind, title: waits ? 'Asking Grafana' : { ok: 'Working', warn: 'Working, with something to look at', bad: 'Something is wrong' }[kind], reasons: reasons.map(x => x.slice(1)) };
}

// What is shown is from before the error, and says nothing of now.
const stale = () => badge('', 'Not known now');

const showVerdict = ({ kind, title, reasons }) => h('div', { class: `card verdict ${kind}` }, h('div', null,
  h('h2', null, title),
  reasons.length === 0
    ? h('p', { class: 'quiet' }, kind ? 'The database answers, and nothing is in the way.' : 'One moment.')
    : h('ul', null, reasons.map(([text, href, label]) => h('li', null, text, href ? [' ', h('a', { href }, label)] : null)))));

function showScim(x) {
  if (!x.isKnown) return h('section', { class: 'card', 'aria-label': 'SCIM' }, h('h2', null, 'SCIM'), h('div', { class: 'section' }, notice('bad', x.error)));
  return h('section', { class: 'card', 'aria-label': 'SCIM' },
    h('div', { class: 'row' }, h('h2', null, 'SCIM'), h('span', { class: 'push' }, x.error ? stale() : badge('ok', 'Database answers'))),
    figures(
      ['Users', h('a', { href: '#/directory?type=User', 'data-key': 'users' }, figure(x.users))],
      ['Groups', h('a', { href: '#/directory?type=Group', 'data-key': 'groups' }, figure(x.groups))],
      ['Refused within 24 hours', figure(x.refused)]),
    figures(['Last request of a client', x.lastRequest ? [since(x.lastRequest), ', by ', name(x.lastCredential)] : 'none yet', true]));
}

function showGrafana(x) {
  if (x === 'none') {
    return h('section', { class: 'card', 'aria-label': 'Grafana' },
      h('h2', null, 'Grafana'), h('p', { class: 'quiet section' }, 'No Grafana is configured for this tenant.'));
  }
  if (!x.isKnown) {
    return h('section', { class: 'card', 'aria-label': 'Grafana' },
      h('h2', null, 'Grafana'), h('div', { class: 'section' }, x.error ? notice('bad', x.error) : wait('Asking Grafana.')));
  }
  const state = x.problem ? ['bad', 'Not ready'] : x.failing ? ['bad', 'Failing'] : x.held ? ['warn', 'Held'] : x.due ? ['accent', 'Catching up'] : ['ok', 'As it should be'];
  return h('section', { class: 'card', 'aria-label': 'Grafana' },
    h('div', { class: 'row' }, h('h2', null, `Grafana${x.version ? ` ${x.version}` : ''}`), h('span', { class: 'push' }, x.error ? stale() : badge(...state))),
    figures(['With access', figure(x.withAccess)], ['Teams', figure(x.teams)], ['Waiting', figure(x.due - x.held - x.failing)], ['Failing', figure(x.failing)], ['Held', figure(x.held)]),
    figures(['Everything compared', x.lastPass ? since(x.lastPass) : 'not yet', true], ['Organisation', `${x.orgId} at ${x.url.replace(/\/$/, '')}`, true]));
}

// Those held are the brake's matter, which the verdict names.
const behindOf = grafana => ({ rows: (grafana?.rows ?? []).filter(x => !x.heldSince).slice(0, MOST), total: grafana ? grafana.due - grafana.held : 0 });

function showBehind({ rows, total }) {
  if (rows.length === 0) return null;
  return h('section', { class: 'section' },
    h('div', { class: 'head' }, h('h2', null, 'Behind in Grafana'), h('span', { class: 'quiet' }, total > rows.length ? `${rows.length} of ${figure(total)}` : '')),
    h('div', { class: 'card flush' }, table('Behind in Grafana', [
      ['Who', '', x => resourceLink(x.type, x.resourceId, x.name)],
      ['State', 'tight', x => x.attempts ? badge('bad', `Failed ${x.attempts} times`) : badge('accent', 'Waiting')],
      ['Since', 'tight', x => since(x.marked)],
      ['Why', '', x => x.lastError ?? h('span', { class: 'quiet' }, 'It is its turn soon.')],
    ], rows)));
}

function showRefused(x) {
  if (!x) return null;
  return h('section', { class: 'section' },
    h('div', { class: 'head' }, h('h2', null, 'Refused within 24 hours'),
      x.count > x.refusals.length ? h('span', { class: 'quiet' }, `The latest ${x.refusals.length} of ${figure(x.count)}. `, h('a', { href: '#/log', 'data-key': 'refused' }, 'The log has the others')) : null),
    h('div', { class: 'card flush' }, x.refusals.length === 0 ? empty('Nothing was refused within 24 hours.') : table('Refused within 24 hours', [
      ['When', 'tight', y => at(y.at)],
      ['By', '', y => name(y.credential ?? 'nobody')],
      ['What', '', y => `${y.operation}${y.type ? ` ${y.type}` : ''}`],
      ['Answer', 'tight', y => badge('bad', `${y.status ?? 'failed'}`)],
      ['Why', '', y => y.detail ?? ''],
    ], x.refusals)));
}
