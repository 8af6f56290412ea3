import { post } from '../parts/api.js';
import { announce, h, name } from '../parts/dom.js';
import { badge, notice, resourceLink, table, wait } from '../parts/pieces.js';
import { figure } from '../parts/text.js';

const PATIENCE = 15 * 60_000;
const KINDS = { add: ['ok', 'Add'], change: ['accent', 'Change'], remove: ['bad', 'Remove'], refuse: ['warn', 'Refused'], note: ['', 'Note'] };

/** What would change in Grafana. It reads both sides whole, so a person has to ask for it. */
export function plan({ main, heading, session, signal }) {
  const result = h('div', { class: 'section' });
  const button = h('button', { type: 'button', class: 'primary', onclick: run }, 'Compare now');
  main.append(
    h('div', { class: 'head' }, heading),
    h('p', { class: 'lead' }, 'Compares everything in SCIM with Grafana and shows exactly what would change. It changes nothing.'),
    session.hasGrafana ? button : notice('', 'No Grafana is configured for this tenant. Set Grafana__Url, Grafana__AdminUser and Grafana__AdminPassword.'),
    result);

  async function run() {
    if (button.getAttribute('aria-disabled')) return;
    button.setAttribute('aria-disabled', 'true');
    result.replaceChildren(wait('Comparing. With many thousands of users this takes a while.'));
    try {
      show(await post('grafana/plan', {}, { signal, patience: PATIENCE }));
    } catch (error) {
      if (!signal.aborted) result.replaceChildren(notice('bad', error.message));
    } finally {
      button.removeAttribute('aria-disabled');
    }
  }

  function show({ summary, total, lines }) {
    announce(summary);
    result.replaceChildren(
      notice(lines.some(x => x.kind !== 'note') ? '' : 'ok', summary),
      total > lines.length ? h('p', { class: 'quiet section' }, `The first ${figure(lines.length)} of ${figure(total)}; the command “grafana plan” prints all.`) : '',
      lines.length === 0 ? '' : h('div', { class: 'card flush section' }, table('Plan', [
        ['What', 'tight', x => badge(...KINDS[x.kind])],
        ['Object', 'tight', x => x.object],
        ['Name', '', x => resourceLink(x.object === 'user' ? 'User' : 'Group', x.resourceId, x.name)],
        ['Changes', '', x => h('ul', null, x.changes.map(c => h('li', null, name(c))))],
      ], lines)));
  }
}
