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

  const known = { scim: null, grafana: null, grafanaError: null };
  const timer = setInterval(() => { if (!document.hidden) refresh(true); }, EVERY);
  signal.addEventListener('abort', () => clearInterval(timer));
  refresh(false);

  async function refresh(background) {
    const asking = [get('overview', { background, signal }).then(x => { known.scim = x; })];
    if (session.hasGrafana) {
      asking.push(get('grafana', { background, signal }).then(
        x => { Object.assign(known, { grafana: x, grafanaError: null }); },
        e => { if (!signal.aborted) known.grafanaError = e.message; }));
    }
    // What is there is shown at once: Grafana may take its time.
    for (const one of asking) one.then(paint, () => {});
    await Promise.allSettled(asking);
  }

  function paint() {
    if (signal.aborted || !known.scim) return;
    update(verdict, verdictOf(known, session), showVerdict);
    update(scim, { ...known.scim, refusals: null }, showScim);
    update(grafana, session.hasGrafana ? known.grafana ?? known.grafanaError : 'none', showGrafana);
    update(behind, behindOf(known.grafana), showBehind);
    update(refused, known.scim.refusals, showRefused);
  }
}

function verdictOf({ scim, grafana, grafanaError }, session) {
  const reasons = [];
  let kind = 'ok';
  if (grafanaError) reasons.push(['bad', grafanaError]);
  if (grafana?.problem) reasons.push(['bad', `Grafana: ${grafana.problem}`]);
  if (grafana?.held) reasons.push(['warn', `${count(grafana.held, 'change')} ${grafana.held === 1 ? 'is' : 'are'} held by the brake.`, '#/brake', 'See who']);
  if (grafana?.failing) reasons.push(['bad', `${count(grafana.failing, 'change')} cannot be brought to Grafana, and ${grafana.failing === 1 ? 'is' : 'are'} tried again.`]);
  for (const warning of grafana?.warnings ?? []) reasons.push(['warn', warning]);
  if (!scim.lastRequest) reasons.push(['', 'No client has sent a request yet.', '#/setup', 'Set one up']);
  if (reasons.some(x => x[0] === 'warn')) kind = 'warn';
  if (reasons.some(x => x[0] === 'bad')) kind = 'bad';
  const waits = session.hasGrafana && !grafana && !grafanaError;
  return { kind: waits ? '' : kind, title: waits ? 'Asking Grafana' : { ok: 'Working', warn: 'Working, with something to look at', bad: 'Something is wrong' }[kind], reasons: reasons.map(x => x.slice(1)) };
}

const showVerdict = ({ kind, title, reasons }) => h('div', { class: `card verdict ${kind}` }, h('div', null,
  h('h2', null, title),
  reasons.length === 0
    ? h('p', { class: 'quiet' }, kind ? 'The database answers, and nothing is in the way.' : 'One moment.')
    : h('ul', null, reasons.map(([text, href, label]) => h('li', null, text, href ? [' ', h('a', { href }, label)] : null)))));

const showScim = x => h('section', { class: 'card', 'aria-label': 'SCIM' },
  h('div', { class: 'row' }, h('h2', null, 'SCIM'), h('span', { class: 'push' }, badge('ok', 'Database answers'))),
  figures(
    ['Users', h('a', { href: '#/directory?type=User', 'data-key': 'users' }, figure(x.users))],
    ['Groups', h('a', { href: '#/directory?type=Group', 'data-key': 'groups' }, figure(x.groups))],
    ['Refused today', figure(x.refused)]),
  figures(['Last request of a client', x.lastRequest ? [since(x.lastRequest), ', by ', name(x.lastCredential)] : 'none yet', true]));

function showGrafana(x) {
  if (x === 'none') {
    return h('section', { class: 'card', 'aria-label': 'Grafana' },
      h('h2', null, 'Grafana'), h('p', { class: 'quiet section' }, 'No Grafana is configured for this tenant.'));
  }
  if (!x || typeof x === 'string') {
    return h('section', { class: 'card', 'aria-label': 'Grafana' },
      h('h2', null, 'Grafana'), h('div', { class: 'section' }, x ? notice('bad', x) : wait('Asking Grafana.')));
  }
  const state = x.problem ? ['bad', 'Not ready'] : x.failing ? ['bad', 'Failing'] : x.held ? ['warn', 'Held'] : x.due ? ['accent', 'Catching up'] : ['ok', 'As it should be'];
  return h('section', { class: 'card', 'aria-label': 'Grafana' },
    h('div', { class: 'row' }, h('h2', null, `Grafana${x.version ? ` ${x.version}` : ''}`), h('span', { class: 'push' }, badge(...state))),
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

function showRefused(refusals) {
  return h('section', { class: 'section' },
    h('div', { class: 'head' }, h('h2', null, 'Refused lately')),
    h('div', { class: 'card flush' }, refusals.length === 0 ? empty('Nothing was refused within the last day.') : table('Refused lately', [
      ['When', 'tight', x => at(x.at)],
      ['By', '', x => name(x.credential ?? 'nobody')],
      ['What', '', x => `${x.operation}${x.type ? ` ${x.type}` : ''}`],
      ['Answer', 'tight', x => badge('bad', `${x.status ?? 'failed'}`)],
      ['Why', '', x => x.detail ?? ''],
    ], refusals)));
}
