import { get, post } from '../parts/api.js';
import { announce, h, name, update } from '../parts/dom.js';
import { ask, badge, notice, resourceLink, table, wait } from '../parts/pieces.js';
import { at, count, figure, since } from '../parts/text.js';

const EVERY = 10_000;

/** Who would lose access and is held, why, and the release. */
export function brake({ main, heading, session, signal }) {
  const content = h('div', null, session.hasGrafana ? wait('Looking.') : notice('', 'No Grafana is configured for this tenant, so there is nothing to hold.'));
  const said = h('div', { role: 'status', class: 'stack' });
  const fault = h('div', { class: 'stack' });
  main.append(
    h('div', { class: 'head' }, heading),
    h('p', { class: 'lead' }, 'When many people are about to lose access in Grafana at once, they keep it until a person has looked.'),
    said, fault, content);
  if (!session.hasGrafana) return;

  const timer = setInterval(() => { if (!document.hidden) refresh(true); }, EVERY);
  signal.addEventListener('abort', () => clearInterval(timer));
  refresh(false);

  async function refresh(background) {
    try {
      const { held, heldTag, rows } = await get('grafana', { background, signal });
      update(content, { held, heldTag, rows: rows.filter(x => x.heldSince) }, show);
      fault.replaceChildren();
    } catch (error) {
      if (signal.aborted) return;
      fault.replaceChildren(notice('bad', content.dataset.shown ? `${error.message} What is shown may be old.` : error.message));
      if (!content.dataset.shown) content.replaceChildren();
    }
  }

  function show({ held, heldTag, rows }) {
    if (held === 0) return h('div', { class: 'card verdict ok' }, h('div', null, h('h2', null, 'Nothing is held'), h('p', { class: 'quiet' }, 'Changes go to Grafana as they come.')));

    const reasons = [...new Set(rows.map(x => x.lastError))];
    return [
      h('div', { class: 'card verdict warn' }, h('div', { class: 'stack' },
        h('h2', null, `${count(held, 'change')} ${held === 1 ? 'is' : 'are'} held`),
        reasons.map(x => h('p', null, x.replace('run: grafana release', 'release it here'))),
        h('button', { type: 'button', class: 'danger', 'data-key': 'release', onclick: () => release(held, heldTag, rows) }, `Release ${figure(held)}`))),
      h('div', { class: 'card flush section' }, table('Held', [
        ['Who', '', x => resourceLink(x.type, x.resourceId, x.name)],
        ['What', 'tight', x => badge('warn', x.type === 'Group' ? 'Members leave the team' : 'Loses access')],
        ['Held', 'tight', x => since(x.heldSince)],
        ['Asked for', 'tight', x => at(x.marked)],
      ], rows)),
      held > rows.length ? h('p', { class: 'quiet section' }, `And ${figure(held - rows.length)} more.`) : null,
    ];
  }

  async function release(held, heldTag, rows) {
    const users = rows.filter(x => x.type === 'User').length;
    const done = await ask({
      title: `Release ${count(held, 'held change')}?`,
      content: [
        h('p', null, users === held ? `${count(held, 'person loses', 'people lose')} access in Grafana now, and all their sessions there.` : `${count(held, 'change')} reach Grafana now: people lose access or leave teams.`),
        h('p', { class: 'quiet' }, 'The log says that it was you: ', name(session.credential), '.'),
      ],
      action: `Release ${figure(held)}`,
      kind: 'danger',
      run: () => post('grafana/release', { heldTag }),
    });
    if (done) {
      said.replaceChildren(notice('ok', `${count(done.count, 'change is', 'changes are')} released, and made now.`));
      announce(`${done.count} released`);
    }
    await refresh(false);
    main.querySelector('h1').focus();
  }
}
