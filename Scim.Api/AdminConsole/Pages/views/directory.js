import { post } from '../parts/api.js';
import { h, name } from '../parts/dom.js';
import { badge, empty, notice, resourceLink, table, wait } from '../parts/pieces.js';
import { figure, since } from '../parts/text.js';

const TYPING = 300;
const PLURALS = { User: 'People', Group: 'Groups' };

/** People, groups and what else there is. */
export function directory({ main, heading, session, parameters, signal }) {
  const state = { type: session.types.includes(parameters.get('type')) ? parameters.get('type') : session.types[0], text: parameters.get('q') ?? '' };
  let before = [];
  let turned = 0;
  let total = null;
  let asking = null;
  let typing;

  const field = h('input', { type: 'search', id: 'directory-search', autocomplete: 'off', placeholder: 'Name, e-mail address, externalId or id', value: state.text, maxlength: '256', oninput: () => {
    clearTimeout(typing);
    typing = setTimeout(() => change({ text: field.value }), TYPING);
  } });
  const types = h('div', { class: 'segments', role: 'group', 'aria-label': 'What to search' }, session.types.map(x =>
    h('button', { type: 'button', 'data-type': x, 'aria-pressed': `${x === state.type}`, onclick: () => change({ type: x }) }, PLURALS[x] ?? x)));
  const rows = h('div', { class: 'card flush' });
  const summary = h('span', { class: 'quiet', role: 'status' });
  const pager = h('div', { class: 'row section' });
  main.append(
    h('div', { class: 'head' }, heading),
    h('p', { class: 'lead' }, 'What SCIM holds, as the identity provider sent it.'),
    h('div', { class: 'row' }, h('div', { class: 'search' }, h('label', { class: 'sr-only', for: 'directory-search' }, 'Search'), field), types),
    h('div', { class: 'section' }, rows), pager);
  search('');

  function change(what) {
    Object.assign(state, what);
    [before, turned, total] = [[], 0, null];
    for (const button of types.children) button.setAttribute('aria-pressed', `${button.dataset.type === state.type}`);
    const address = new URLSearchParams({ type: state.type });
    if (state.text.trim()) address.set('q', state.text.trim());
    history.replaceState(null, '', `#/directory?${address}`);
    search('');
  }

  async function search(cursor) {
    asking?.abort();
    const own = asking = new AbortController();
    rows.setAttribute('aria-busy', 'true');
    const late = setTimeout(() => rows.replaceChildren(h('div', { class: 'empty' }, wait('Searching.'))), 400);
    try {
      const found = await post('search', { ...state, cursor }, { signal: AbortSignal.any([signal, own.signal]) });
      if (found.totalResults !== undefined) total = found.totalResults;
      show(found, cursor);
    } catch (error) {
      if (!signal.aborted && !own.signal.aborted) rows.replaceChildren(h('div', { class: 'empty' }, notice('bad', error.message)));
    } finally {
      clearTimeout(late);
      if (own === asking) rows.removeAttribute('aria-busy');
    }
  }

  function show(found, cursor) {
    rows.replaceChildren(found.Resources.length === 0
      ? nothing()
      : table(PLURALS[state.type] ?? state.type, columns[state.type] ?? columns.other, found.Resources));
    summary.textContent = total === null ? '' : `${figure(total)} found`;
    pager.replaceChildren(...[
      before.length > 0 ? h('button', { type: 'button', onclick: () => { const to = before.pop(); turned -= 1; search(to); } }, 'Back') : null,
      found.nextCursor ? h('button', { type: 'button', onclick: () => { before.push(cursor); turned += 1; search(found.nextCursor); } }, 'Next') : null,
      turned > 0 || found.nextCursor ? h('span', { class: 'quiet' }, `Page ${turned + 1}`) : null,
      summary,
    ].filter(x => x));
  }

  function nothing() {
    const text = state.text.trim();
    return text === ''
      ? empty('There is nothing yet.')
      : h('p', { class: 'empty' }, 'Nothing is called so now. ', h('a', { href: `#/log?q=${encodeURIComponent(text)}` }, 'See what the log has of it'), ', also of what was deleted.');
  }
}

const address = x => x.emails?.find(e => e.primary)?.value ?? x.emails?.[0]?.value ?? '';
const columns = {
  User: [
    ['Name', '', x => resourceLink('User', x.id, x.displayName ?? x.name?.formatted ?? x.userName)],
    ['User name', '', x => h('span', { class: 'clamp' }, name(x.userName))],
    ['E-mail', '', x => h('span', { class: 'clamp' }, name(address(x)))],
    ['State', 'tight', x => x.active === false ? badge('', 'Inactive') : badge('ok', 'Active')],
    ['Changed', 'tight', x => since(x.meta.lastModified)],
  ],
  Group: [
    ['Name', '', x => resourceLink('Group', x.id, x.displayName)],
    ['externalId', '', x => h('span', { class: 'clamp' }, name(x.externalId ?? ''))],
    ['Changed', 'tight', x => since(x.meta.lastModified)],
  ],
  other: [
    ['Name', '', x => resourceLink(x.meta.resourceType, x.id, x.displayName ?? x.userName ?? x.externalId)],
    ['externalId', '', x => name(x.externalId ?? '')],
    ['Changed', 'tight', x => since(x.meta.lastModified)],
  ],
};
